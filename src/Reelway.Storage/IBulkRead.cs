namespace Reelway.Storage;

/// <summary>A look that many callers take at the same time: what they ask for is looked up together.</summary>
/// <typeparam name="TKey">What one caller asks for.</typeparam>
/// <typeparam name="TResult">What it finds.</typeparam>
public interface IBulkRead<TKey, TResult>
{
    /// <summary>Looks all of them up by one statement, and answers for each, in their order.</summary>
    /// <remarks>One statement, since there is no transaction around it.</remarks>
    Task<IReadOnlyList<TResult>> ReadAsync(IDbSession session, IReadOnlyList<TKey> keys);
}
