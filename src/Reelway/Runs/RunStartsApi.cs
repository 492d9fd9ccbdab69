using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Reelway.Engine;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Runs;

/// <summary>Starts runs over the API, and counts how they end.</summary>
internal static class RunStartsApi
{
    private const int MostAtOnce = 10_000;
    private const int MaxKeyLength = 180;

    private static readonly ProblemKind FlowNotFound = new(404, "flow-not-found", "There is no such flow");
    private static readonly ProblemKind InputUnusable = new(422, "run-input-unusable", "The input does not fit the flow");
    private static readonly ProblemKind InputDiffers = new(422, "run-input-differs", "The key is taken with another input");

    public static void AddRunStartsWeb(this IServiceCollection services) => services.AddProblemKinds(FlowNotFound, InputUnusable, InputDiffers);

    /// <param name="runs">The group of <c>/api/v1/runs</c>.</param>
    public static void MapRunStarts(this IEndpointRouteBuilder runs)
    {
        runs.MapPost("", StartAsync).Describe(RunStartsDescriptions.Start)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        runs.MapPost("/counts", CountAsync).Describe(RunStartsDescriptions.Count).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
    }

    private static async Task<Results<Accepted<StartAnswer>, ProblemHttpResult>> StartAsync(
        StartRequest body, HttpContext http, [FromServices] IRunOperations operations, [FromServices] IdGenerator ids,
        CancellationToken cancellation)
    {
        var request = new RequestText();
        var flow = request.Required("/body/flow", body.Flow, 100, "Must name the flow.");
        var key = request.Line("/body/key", body.Key, MaxKeyLength);
        if (body.Input is not { } input)
        {
            request.Refuse("/body/input", "missing", "Must be there, as JSON that fits the flow's input.");
        }
        else if (body.Count is < 1 or > MostAtOnce)
        {
            request.Refuse("/body/count", "not-in-range", $"Must be a whole number from 1 to {MostAtOnce}.");
        }
        else if (request.Errors.Count == 0)
        {
            if (RunInputRule.Judge(http, flow, input) is { } refusal)
            {
                return refusal;
            }

            var batch = key is null ? ShortId.Format(ids.Next()) : null;
            return await StartAllAsync(operations, flow, input, Keys(flow, key, batch, body.Count), batch, cancellation);
        }

        return request.Refusal();
    }

    private static async Task<Results<Accepted<StartAnswer>, ProblemHttpResult>> StartAllAsync(
        IRunOperations operations, string flow, JsonElement input, IReadOnlyList<string> keys, string? batch, CancellationToken cancellation)
    {
        try
        {
            var started = await Task.WhenAll(keys.Select(key => operations.StartAsync(flow, key, input, cancellation)));
            return Array.FindIndex(started, run => run.InputDiffers) is >= 0 and var first
                ? InputDiffers.With($"The key \"{keys[first]}\" of {flow} was used with another input, by {started[first].Id}; that one stays as it is. Use another key.")
                : TypedResults.Accepted(
                    started.Length == 1 ? $"{ApiPaths.Root}/runs/{started[0].Id}" : null,
                    new StartAnswer(batch, [.. started.Select((run, index) => new StartedItem(run.Id.ToString(), keys[index], run.Created))]));
        }
        catch (UnknownFlowException unknown)
        {
            return FlowNotFound.With(unknown.Message);
        }
        catch (FaultException refused)
        {
            return InputUnusable.With(refused.Message);
        }
    }

    private static async Task<Results<Ok<RunCounts>, ProblemHttpResult>> CountAsync(
        CountRequest body, [FromServices] IRunOperations operations, CancellationToken cancellation)
    {
        var request = new RequestText();
        var ids = new List<RunId>();
        foreach (var text in body.Ids ?? [])
        {
            if (RunId.TryParse(text, out var id))
            {
                ids.Add(id);
            }
            else
            {
                request.Refuse("/body/ids", "not-an-id", $"Must hold ids of runs, such as {new RunId(0)}.");
                break;
            }
        }

        if (ids.Count > MostAtOnce)
        {
            request.Refuse("/body/ids", "too-many", $"Must hold at most {MostAtOnce} ids.");
        }

        return request.Errors.Count > 0 ? request.Refusal() : TypedResults.Ok(RunCounts.From(await operations.CountAsync(ids, cancellation)));
    }

    private static IReadOnlyList<string> Keys(string flow, string? key, string? batch, int? count) => (key, count) switch
    {
        ({ } given, null) => [given],
        _ => [.. Enumerable.Range(1, count ?? 1).Select(number => FormattableString.Invariant($"{key ?? $"{flow}:{batch}"}:{number}"))],
    };
}
