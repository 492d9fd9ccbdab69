namespace Reelway.Storage.Writing;

/// <summary>One caller's row of a write that many make together.</summary>
internal sealed class BulkWrite<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation) : Write<TResult>(cancellation), IWrite
{
    public object? Kind => bulk;

    public async Task RunAsync(IDbSession session, IReadOnlyList<IWrite> ofItsKind)
    {
        var writes = ofItsKind.Cast<BulkWrite<TRow, TResult>>().ToArray();
        var results = await bulk.WriteAsync(session, Array.ConvertAll(writes, write => write.Row));
        for (var i = 0; i < writes.Length; i++)
        {
            writes[i].Result = results[i];
        }
    }

    private TRow Row => row;
}
