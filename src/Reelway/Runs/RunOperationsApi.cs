using Microsoft.AspNetCore.Mvc;
using Reelway.Configuration;
using Reelway.Engine;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What operators do to runs beyond retry and cancel: replay, signal, archive, purge.</summary>
internal static class RunOperationsApi
{
    private const int MaxNameLength = 200;

    private static readonly ProblemKind SignalUnusable = new(422, "signal-unusable", "The signal can't be kept");

    public static readonly Operation<ReplayRequest, MovedRun> Replay = new("replayRun", "POST /runs/{id}/replay", RunsApi.Write)
    {
        Summary = "Go back to a step",
        Text = "An ended or parked run goes on at the step, in a new generation; what it did before is kept. Steps send the same idempotency key as before, unless resending is asked for.",
        Parameters = [RunsApi.Id],
        Body = new("upload", Resend: false),
        Example = RunSamples.Moved("It goes on at step \"upload\", in generation 1.", "queued"),
        Problems = [.. RunsApi.MoveProblems, RunInputRule.NotAllowed],
    };

    public static readonly Operation<SignalRequest, MovedRun> Signal = new("signalRun", "POST /runs/{id}/signal", RunsApi.Write)
    {
        Summary = "Tell a run something",
        Text = "Kept until the run waits for it. A run that has ended receives nothing more.",
        Parameters = [RunsApi.Id],
        Body = new("approved", RunSamples.Json("""{"by":"kim"}"""), "delivery-17"),
        Example = RunSamples.Moved("The run goes on with it.", "queued"),
        Problems = [.. RunsApi.MoveProblems, SignalUnusable],
    };

    public static readonly Operation<ArchiveRequest, ArchiveAnswer> Archive = new("archiveRuns", "POST /runs/archive", RunsApi.Purge)
    {
        Summary = "Archive ended runs",
        Text = "What those did that ended longer ago than the duration moves out of the tables that open runs write to. They are shown as before, and can't be retried or replayed. Dead letters stay.",
        Body = new("7d"),
        Example = new(1200),
    };

    public static readonly Operation<PurgeRequest, PurgeAnswer> Purge = new("purgeRuns", "POST /runs/purge", RunsApi.Purge)
    {
        Summary = "Remove ended runs",
        Text = "Those that ended longer ago than the duration. Keys stay for 30 days after a run's end: of a younger run only what it did is removed.",
        Body = new("30d"),
        Example = new(Removed: 1200, Emptied: 0),
    };

    public static void MapRunOperations(this IEndpointRouteBuilder routes)
    {
        routes.Map(Replay, ReplayAsync);
        routes.Map(Signal, SignalAsync);
        routes.Map(Archive, ArchiveAsync);
        routes.Map(Purge, PurgeAsync);
    }

    private static async Task<MovedRun> ReplayAsync(string id, ReplayRequest body, HttpContext http, IRuns runs, RunMoves moves, CancellationToken cancellation)
    {
        var from = RequestText.Read(request => request.Required("/body/from", body.From, MaxNameLength, "Must name the step to go back to."));
        if (body.Input is { } input)
        {
            RunInputRule.Ensure(http, (await moves.FindAsync(id, cancellation)).Summary.Flow, input);
        }

        return await moves.MoveAsync(id, run => runs.ReplayAsync(run, from, new ReplayOptions(body.Input, body.Resend ?? false), cancellation), cancellation);
    }

    private static async Task<MovedRun> SignalAsync(string id, SignalRequest body, HttpContext http, IRuns runs, RunMoves moves, CancellationToken cancellation)
    {
        var (name, dedup) = RequestText.Read(request => (
            request.Required("/body/name", body.Name, MaxNameLength, "Must name the signal."), request.Line("/body/dedup", body.Dedup, MaxNameLength)));
        try
        {
            // The same request once more, after a process died before its answer was kept, is the same signal.
            return await moves.MoveAsync(id, run => runs.SignalAsync(run, name, body.Payload, dedup ?? KeyedRequest.SeedOf(http), cancellation), cancellation);
        }
        catch (FaultException refused)
        {
            throw SignalUnusable.Because(refused.Message);
        }
    }

    private static async Task<ArchiveAnswer> ArchiveAsync(
        ArchiveRequest body, [FromServices] IRunOperations operations, [FromServices] EngineOptions engine, CancellationToken cancellation)
    {
        var age = body.OlderThan is null && engine.ArchiveAfter > TimeSpan.Zero ? engine.ArchiveAfter
            : Age(body.OlderThan, body.OlderThan is null ? "Must be a duration such as 7d, since engine.archive_after is not set." : "Must be a duration such as 7d.");
        return new ArchiveAnswer(await operations.ArchiveAsync(age, cancellation));
    }

    private static async Task<PurgeAnswer> PurgeAsync(PurgeRequest body, [FromServices] IRunOperations operations, CancellationToken cancellation)
    {
        var purged = await operations.PurgeAsync(Age(body.OlderThan, "Must be a duration such as 30d."), cancellation);
        return new PurgeAnswer(purged.Removed, purged.Emptied);
    }

    private static TimeSpan Age(string? text, string otherwise)
        => text is not null && Durations.TryParse(text, out var age) ? age
            : throw new RefusalException(WebProblems.Refusal(new ProblemError("/body/olderThan", "not-a-duration", otherwise)));
}
