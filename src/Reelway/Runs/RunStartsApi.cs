using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Reelway.Engine;
using Reelway.Frame.Operations;
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

    public static readonly Operation<StartRequest, StartAnswer> Start = new("startRuns", "POST /runs", RunsApi.Start)
    {
        Summary = "Start runs",
        Text = "Answers when they are durable. The same flow and key are one run, ever: with the same input it is answered with again, with another input the start is refused.",
        Body = new("probe", RunSamples.Json("""{"url":"http://127.0.0.1:9000/hit","steps":5,"holdMs":20}"""), Count: 1),
        Example = new("06agn9k2w4008", [new("run_06agn9k2w4010", "probe:06agn9k2w4008:1", Created: true)]),
        Status = StatusCodes.Status202Accepted,
        Problems = [FlowNotFound, InputUnusable, InputDiffers, RunInputRule.NotAllowed],
    };

    public static readonly Operation<CountRequest, RunCounts> Count = new("countGivenRuns", "POST /runs/counts", RunsApi.Read)
    {
        Summary = "Count given runs by state",
        Text = "For whoever has started many and waits for them. Ids that no run has are counted nowhere.",
        ForgetsAnswer = true,
        Body = new(["run_06agn9k2w4010"]),
        Example = RunCounts.Sample,
    };

    public static void MapRunStarts(this IEndpointRouteBuilder routes)
    {
        routes.Map(Start, StartAsync);
        routes.Map(Count, CountAsync);
    }

    private static async Task<StartAnswer> StartAsync(
        StartRequest body, HttpContext http, [FromServices] IRunOperations operations, [FromServices] IdGenerator ids, CancellationToken cancellation)
    {
        var (flow, key) = RequestText.Read(request => Read(request, body));
        RunInputRule.Ensure(http, flow, body.Input!.Value);
        var batch = key is null ? KeyedRequest.SeedOf(http) ?? ShortId.Format(ids.Next()) : null;
        var answer = await StartAllAsync(operations, flow, body.Input.Value, Keys(flow, key, batch, body.Count), batch, cancellation);
        if (answer.Items is [var only])
        {
            http.Response.Headers.Location = RunsApi.Get.At(only.Id);
        }

        return answer;
    }

    private static (string Flow, string? Key) Read(RequestText request, StartRequest body)
    {
        var flow = request.Required("/body/flow", body.Flow, 100, "Must name the flow.");
        var key = request.Line("/body/key", body.Key, MaxKeyLength);
        if (body.Input is null)
        {
            request.Refuse("/body/input", "missing", "Must be there, as JSON that fits the flow's input.");
        }
        else if (body.Count is < 1 or > MostAtOnce)
        {
            request.Refuse("/body/count", "not-in-range", $"Must be a whole number from 1 to {MostAtOnce}.");
        }

        return (flow, key);
    }

    private static async Task<StartAnswer> StartAllAsync(
        IRunOperations operations, string flow, JsonElement input, IReadOnlyList<string> keys, string? batch, CancellationToken cancellation)
    {
        try
        {
            var started = await Task.WhenAll(keys.Select(key => operations.StartAsync(flow, key, input, cancellation)));
            return Array.FindIndex(started, run => run.InputDiffers) is >= 0 and var first
                ? throw InputDiffers.Because($"The key \"{keys[first]}\" of {flow} was used with another input, by {started[first].Id}; that one stays as it is. Use another key.")
                : new StartAnswer(batch, [.. started.Select((run, index) => new StartedItem(run.Id.ToString(), keys[index], run.Created))]);
        }
        catch (UnknownFlowException unknown)
        {
            throw FlowNotFound.Because(unknown.Message);
        }
        catch (FaultException refused)
        {
            throw InputUnusable.Because(refused.Message);
        }
    }

    private static async Task<RunCounts> CountAsync(CountRequest body, [FromServices] IRunOperations operations, CancellationToken cancellation)
        => RunCounts.From(await operations.CountAsync(RequestText.Read(request => Read(request, body)), cancellation));

    private static List<RunId> Read(RequestText request, CountRequest body)
    {
        var ids = new List<RunId>();
        foreach (var text in body.Ids ?? [])
        {
            if (!RunId.TryParse(text, out var id))
            {
                request.Refuse("/body/ids", "not-an-id", $"Must hold ids of runs, such as {new RunId(0)}.");
                break;
            }

            ids.Add(id);
        }

        if (ids.Count > MostAtOnce)
        {
            request.Refuse("/body/ids", "too-many", $"Must hold at most {MostAtOnce} ids.");
        }

        return ids;
    }

    private static IReadOnlyList<string> Keys(string flow, string? key, string? batch, int? count) => (key, count) switch
    {
        ({ } given, null) => [given],
        _ => [.. Enumerable.Range(1, count ?? 1).Select(number => FormattableString.Invariant($"{key ?? $"{flow}:{batch}"}:{number}"))],
    };
}
