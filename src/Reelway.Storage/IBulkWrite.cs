namespace Reelway.Storage;

/// <summary>A write that many callers make at the same time: their rows are written together, with as few statements as the database allows.</summary>
/// <typeparam name="TRow">What one caller writes.</typeparam>
/// <typeparam name="TResult">What it is told when that is durable.</typeparam>
public interface IBulkWrite<TRow, TResult>
{
    /// <summary>Writes all rows, and answers for each, in their order. A row that is refused is told so by its result and holds up no other.</summary>
    /// <remarks>Obeys the rules of <see cref="IDatabase.WriteAsync{T}"/>: it may be called again with the same rows, or with some of them.</remarks>
    Task<IReadOnlyList<TResult>> WriteAsync(IDbSession session, IReadOnlyList<TRow> rows);
}
