namespace Reelway.Frame.Operations;

/// <summary>A page of a list; every list of the API is answered in this form.</summary>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record ListOf<T>(IReadOnlyList<T> Items, string? NextCursor, bool HasMore)
{
    /// <summary>A list that fits one page.</summary>
    internal ListOf(IReadOnlyList<T> items)
        : this(items, NextCursor: null, HasMore: false)
    {
    }
}
