namespace Reelway.Bench;

/// <summary>Something that carries out durable jobs on PostgreSQL, in this process, as its guide sets it up.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Hands in a job; returns when that is durable.</summary>
    Task HandInAsync(int job, CancellationToken cancellation);
}
