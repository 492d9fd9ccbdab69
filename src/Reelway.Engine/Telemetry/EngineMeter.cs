using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Reelway.Engine.Telemetry;

/// <summary>What this process's engine counts and times. Each costs a comparison when nobody listens.</summary>
internal static class EngineMeter
{
    private static readonly Meter Meter = new(EngineTelemetry.Name);

    // Steps take from a millisecond (a look-up) to hours (an upload).
    private static readonly InstrumentAdvice<double> StepTimes
        = new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400] };

    // Claims and timers: what is normal lies in milliseconds, what matters in seconds.
    private static readonly InstrumentAdvice<double> ShortTimes
        = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60] };

    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        "reelway.runs.started", "{run}", "Runs that this process has started.");

    private static readonly Counter<long> Ended = Meter.CreateCounter<long>(
        "reelway.runs.ended", "{run}", "Runs that this process has brought to an end, by state.");

    private static readonly Histogram<double> Claim = Meter.CreateHistogram(
        "reelway.claim.duration", "s", "Time that one claim of ready runs takes in the database.", advice: ShortTimes);

    private static readonly Histogram<double> Step = Meter.CreateHistogram(
        "reelway.step.duration", "s", "Time of one attempt of a step, until its outcome is durable.", advice: StepTimes);

    private static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "reelway.step.faults", "{fault}", "Failed attempts of steps, by kind of fault and by whether the step is tried again.");

    private static readonly Counter<long> LostLeases = Meter.CreateCounter<long>(
        "reelway.leases.lost", "{lease}", "Runs that this process had to give up because another process owns them by now.");

    private static readonly Histogram<double> Lateness = Meter.CreateHistogram(
        "reelway.timer.lateness", "s", "Time from when a timer was due until its run went on.", advice: ShortTimes);

    /// <summary>True when somebody wants to know how long attempts take.</summary>
    public static bool TimesSteps => Step.Enabled;

    public static void RunStarted(StartedRun started, string flow)
    {
        if (started.Created)
        {
            Started.Add(1, new KeyValuePair<string, object?>("flow", flow));
        }
    }

    public static void RunEnded(string flow, RunState state)
        => Ended.Add(1, new("flow", flow), new KeyValuePair<string, object?>("state", state.Name()));

    public static void StepAttempted(string flow, string step, string outcome, TimeSpan duration)
        => Step.Record(duration.TotalSeconds, new("flow", flow), new("step", StepLabel.Of(step)), new KeyValuePair<string, object?>("outcome", outcome));

    public static void StepFaulted(string flow, FaultKind kind, bool again)
        => Faults.Add(1, new("flow", flow), new("kind", Word(kind)), new KeyValuePair<string, object?>("again", again));

    public static void LeaseLost() => LostLeases.Add(1);

    public static void TimerFired(long lateMs) => Lateness.Record(Math.Max(0, lateMs) / 1000.0);

    /// <summary>Times a claim.</summary>
    public static async Task<T> ClaimedAsync<T>(Task<T> claim)
    {
        var began = Stopwatch.GetTimestamp();
        var claimed = await claim;
        Claim.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return claimed;
    }

    private static string Word(FaultKind kind) => kind switch
    {
        FaultKind.RateLimited => "rate-limited",
        FaultKind.Auth => "auth",
        FaultKind.Permanent => "permanent",
        FaultKind.NeedsPerson => "needs-person",
        _ => "transient",
    };
}
