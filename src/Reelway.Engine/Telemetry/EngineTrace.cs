using System.Diagnostics;
using Reelway.Engine.Execution;

namespace Reelway.Engine.Telemetry;

/// <summary>The engine's spans. A run is a trace; in it stand its executions by processes, and below each the attempts of steps.</summary>
/// <remarks>A run may be parked for weeks and moved to another machine, so no span covers all of it: one that is never ended is never seen.</remarks>
internal static class EngineTrace
{
    private static readonly ActivitySource Source = new(EngineTelemetry.Name);

    /// <summary>True when somebody wants spans.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Whoever asks for a run now (a request, a step of another run), as W3C writes a trace's context; null when that is not traced.</summary>
    public static string? Asking => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } asking ? asking.Id : null;

    /// <summary>Tells the trace of whoever asked which run came of it.</summary>
    public static void Started(StartedRun started) => Activity.Current?.SetTag("reelway.run.id", started.Id.ToString());

    /// <summary>An execution, from the claim until the run ends, waits or is given back. Null when nobody wants it.</summary>
    public static Activity? Execution(ClaimedRun claimed)
        => IsOn ? OfExecution(claimed) : null;

    /// <summary>An attempt of a step, below the execution that makes it. Null when nobody wants it.</summary>
    public static Activity? Attempt(RunLease lease, StepPlan plan, long attempt)
        => IsOn
            ? Source.StartActivity(
                $"step {plan.Name}", ActivityKind.Internal, parentContext: default,
                [.. RunTags(new RunId(lease.RunId), plan.Flow), new("reelway.step.name", plan.Name), new("reelway.step.attempt", attempt)])
            : null;

    private static Activity? OfExecution(ClaimedRun claimed)
    {
        var id = new RunId(claimed.Lease.RunId);
        var span = Source.StartActivity($"run {claimed.Flow}", ActivityKind.Consumer, ContextOf(id), RunTags(id, claimed.Flow), LinksTo(claimed.TraceParent));
        span?.SetTag("reelway.run.key", claimed.Key).SetTag("reelway.run.epoch", claimed.Lease.Epoch).SetTag("reelway.run.generation", claimed.Lease.Generation);
        return span;
    }

    private static ActivityLink[]? LinksTo(string? traceParent)
        => ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var asking) ? [new ActivityLink(asking)] : null;

    // Marked as recorded: whether a run is traced is decided by its trace id (a ratio), the same on all machines, and by no parent.
    private static ActivityContext ContextOf(RunId run) => new(EngineTelemetry.TraceOf(run), default, ActivityTraceFlags.Recorded, isRemote: true);

    private static KeyValuePair<string, object?>[] RunTags(RunId run, string flow) => [new("reelway.run.id", run.ToString()), new("reelway.flow", flow)];
}
