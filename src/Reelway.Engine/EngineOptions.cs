using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Engine;

/// <summary>Settings of the engine (<c>engine.*</c>).</summary>
public sealed class EngineOptions : IValidatableObject
{
    [Setting("Runs that one process executes at once. A parked run counts no more.")]
    [Range(1, 10_000)]
    public int Concurrency { get; init; } = 256;

    [Setting("How long a run belongs to a process that gives no sign of life.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    [Setting("How often a process renews its leases.")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    [Setting("How often a process looks for due runs although nobody rang.")]
    [Lasts("1ms")]
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(15);

    [Setting("After this long without a renewed lease a process stops its own steps; must be below the lease.")]
    public TimeSpan SelfStop { get; init; } = TimeSpan.FromSeconds(40);

    [Setting("A step that waits longer than this for others (rate limits, credentials) needs attention.")]
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromDays(14);

    [Setting("How long running steps may go on after the process was asked to stop.")]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("A run whose process has crashed this often under it is not tried again by itself.")]
    [Range(1, 1000)]
    public int MaxCrashes { get; init; } = 5;

    [Setting("Attempts of a step that names no policy of its own.")]
    [Range(1, 1000)]
    public int MaxAttempts { get; init; } = RetryPolicy.Default.MaxAttempts;

    [Setting("Upper bound of the first wait between attempts.")]
    public TimeSpan RetryFirstDelay { get; init; } = RetryPolicy.Default.FirstDelay;

    [Setting("Upper bound of any wait between attempts.")]
    public TimeSpan RetryMaxDelay { get; init; } = RetryPolicy.Default.MaxDelay;

    [Setting("Largest input of a run and output of a step, in bytes of JSON.")]
    [Range(1024, 64 * 1024 * 1024)]
    public int PayloadLimitBytes { get; init; } = 1024 * 1024;

    [Setting("Places of this machine's pools by name; a pool that is not named has no limit.")]
    public IReadOnlyDictionary<string, int> MachinePools { get; set; } = new Dictionary<string, int>();

    [Setting("Queues that this process takes up work of; empty: those of all flows that it has.")]
    public IReadOnlyList<string> Queues { get; set; } = [];

    [Setting("The process's name in lists; empty: the machine's.")]
    public string WorkerName { get; set; } = "";

    [Setting("Runs that ended longer ago than this are archived by the schedule runs.archive, every hour. Zero: only by hand.")]
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.Zero;

    [Setting("A transaction that stays open for longer than this in a shared database is logged. Zero: none is.")]
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
    }
}
