namespace Reelway.Engine;

/// <summary>Work of the host's own that is due at times. It is done in the upkeep of every process that executes runs, beside what the engine has to wake.</summary>
public interface ITimedWork
{
    /// <summary>Does what is due by now. Called when the time that it answered has come, when any process has rung, and at each sweep.</summary>
    /// <returns>When the next of it is due, in UTC milliseconds by the database's clock; null when nothing is.</returns>
    Task<long?> RunAsync(CancellationToken cancellation);
}
