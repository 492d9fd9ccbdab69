namespace Reelway.Storage.Writing;

/// <summary>A write of its own kind.</summary>
internal sealed class SingleWrite<T>(Func<IDbSession, Task<T>> body, CancellationToken cancellation) : Write<T>(cancellation), IWrite
{
    public object? Kind => null;

    public async Task RunAsync(IDbSession session, IReadOnlyList<IWrite> ofItsKind) => Result = await body(session);
}
