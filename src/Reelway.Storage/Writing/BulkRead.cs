namespace Reelway.Storage.Writing;

/// <summary>One caller's part of a look that many take together.</summary>
internal sealed class BulkRead<TKey, TResult>(IBulkRead<TKey, TResult> bulk, TKey key, CancellationToken cancellation) : Write<TResult>(cancellation), IWrite
{
    public object? Kind => bulk;

    public async Task RunAsync(IDbSession session, IReadOnlyList<IWrite> ofItsKind)
    {
        var looks = ofItsKind.Cast<BulkRead<TKey, TResult>>().ToArray();
        var results = await bulk.ReadAsync(session, Array.ConvertAll(looks, look => look.Key));
        for (var i = 0; i < looks.Length; i++)
        {
            looks[i].Result = results[i];
        }
    }

    private TKey Key => key;
}
