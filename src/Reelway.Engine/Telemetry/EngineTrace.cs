using System.Diagnostics;
using Reelway.Engine.Execution;

namespace Reelway.Engine.Telemetry;

/// <summary>The engine's spans. A run is a trace; in it stand its start, each execution by a process, and below that each attempt of a step.</summary>
/// <remarks>A run may be parked for weeks and moved to another machine, so no span covers all of it: one that is never ended is never seen.</remarks>
internal static class EngineTrace
{
    private static readonly ActivitySource Source = new(EngineTelemetry.Name);

    /// <summary>True when somebody wants spans.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Marks a run's start in its trace, linked with whatever has asked for it: a request, or a step of another run.</summary>
    public static void Started(StartedRun started, string flow)
    {
        if (!IsOn || !started.Created)
        {
            return;
        }

        var asking = Activity.Current;
        asking?.SetTag("reelway.run.id", started.Id.ToString());
        using var span = Source.StartActivity(
            ActivityKind.Producer, ContextOf(started.Id), RunTags(started.Id, flow), asking is null ? null : [new ActivityLink(asking.Context)], name: $"start {flow}");
    }

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
        var span = Source.StartActivity($"run {claimed.Flow}", ActivityKind.Consumer, ContextOf(id), RunTags(id, claimed.Flow));
        span?.SetTag("reelway.run.key", claimed.Key).SetTag("reelway.run.epoch", claimed.Lease.Epoch).SetTag("reelway.run.generation", claimed.Lease.Generation);
        return span;
    }

    // Marked as recorded: whether a run is traced is decided by its trace id (a ratio), the same on all machines, and by no parent.
    private static ActivityContext ContextOf(RunId run) => new(EngineTelemetry.TraceOf(run), default, ActivityTraceFlags.Recorded, isRemote: true);

    private static KeyValuePair<string, object?>[] RunTags(RunId run, string flow) => [new("reelway.run.id", run.ToString()), new("reelway.flow", flow)];
}
