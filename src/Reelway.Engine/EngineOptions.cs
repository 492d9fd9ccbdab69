using System.ComponentModel.DataAnnotations;

namespace Reelway.Engine;

/// <summary>Settings of the engine (<c>engine.*</c>).</summary>
public sealed class EngineOptions : IValidatableObject
{
    /// <summary>Runs that one process executes at once. A parked run counts no more. Default 256.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; init; } = 256;

    /// <summary>How long a run belongs to a process that gives no sign of life. Default 60 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a process renews its leases. Default 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a process looks for due runs although nobody rang. Default 15 s.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After this long without a renewed lease a process stops its own steps; must be below the lease. Default 40 s.</summary>
    public TimeSpan SelfStop { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A step that waits longer than this for others (rate limits, credentials) needs attention. Default 14 days.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long running steps may go on after the process was asked to stop. Default 30 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A run whose process has crashed this often under it is not tried again by itself. Default 5.</summary>
    [Range(1, 1000)]
    public int MaxCrashes { get; init; } = 5;

    /// <summary>Attempts of a step that names no policy of its own. Default 3.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; init; } = RetryPolicy.Default.MaxAttempts;

    /// <summary>Upper bound of the first wait between attempts. Default 5 s.</summary>
    public TimeSpan RetryFirstDelay { get; init; } = RetryPolicy.Default.FirstDelay;

    /// <summary>Upper bound of any wait between attempts. Default 60 s.</summary>
    public TimeSpan RetryMaxDelay { get; init; } = RetryPolicy.Default.MaxDelay;

    /// <summary>Largest input of a run and output of a step, in bytes of JSON. Default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int PayloadLimitBytes { get; init; } = 1024 * 1024;

    /// <summary>Places of this machine's pools by name; a pool that is not named has no limit.</summary>
    public IReadOnlyDictionary<string, int> MachinePools { get; set; } = new Dictionary<string, int>();

    /// <summary>Queues that this process takes up work of; empty: those of all flows that it has.</summary>
    public IReadOnlyList<string> Queues { get; set; } = [];

    /// <summary>The process's name in lists; empty: the machine's.</summary>
    public string WorkerName { get; set; } = "";

    /// <summary>Runs that ended longer ago than this are archived by the schedule <c>runs.archive</c>, every hour. Zero: only by hand. Default zero.</summary>
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.Zero;

    /// <summary>A transaction that is open for longer than this in a shared database is told in the log. Zero: none is. Default 10 minutes.</summary>
    public TimeSpan LongTransaction { get; init; } = TimeSpan.FromMinutes(10);

    internal RetryPolicy DefaultRetry => new(MaxAttempts, RetryFirstDelay, RetryMaxDelay);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SelfStop >= Lease)
        {
            yield return new ValidationResult("engine.self_stop must be below engine.lease, or two processes could run the same step.", [nameof(SelfStop)]);
        }

        if (Heartbeat >= SelfStop)
        {
            yield return new ValidationResult("engine.heartbeat must be below engine.self_stop, or a healthy process would stop itself.", [nameof(Heartbeat)]);
        }

        if (Sweep <= TimeSpan.Zero)
        {
            yield return new ValidationResult("engine.sweep must be above zero.", [nameof(Sweep)]);
        }
    }
}
