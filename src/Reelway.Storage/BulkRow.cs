namespace Reelway.Storage;

/// <summary>A row of a bulk write that is written by somebody else's transaction, with whatever else that writes by the same one.</summary>
public abstract class BulkRow
{
    private protected BulkRow()
    {
    }

    private protected abstract object Kind { get; }

    /// <summary>A row, and by what it is written.</summary>
    public static BulkRow Of<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row) => new OneRow<TRow, TResult>(bulk, row);

    /// <summary>Writes rows, those of a kind together.</summary>
    public static async Task WriteAsync(IDbSession session, IEnumerable<BulkRow> rows)
    {
        foreach (var kind in rows.GroupBy(row => row.Kind))
        {
            var same = kind.ToArray();
            await same[0].WriteAsync(session, same);
        }
    }

    private protected abstract Task WriteAsync(IDbSession session, IReadOnlyList<BulkRow> ofItsKind);

    private sealed class OneRow<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row) : BulkRow
    {
        private protected override object Kind => bulk;

        private TRow Row => row;

        private protected override Task WriteAsync(IDbSession session, IReadOnlyList<BulkRow> ofItsKind)
            => bulk.WriteAsync(session, [.. ofItsKind.Cast<OneRow<TRow, TResult>>().Select(one => one.Row)]);
    }
}
