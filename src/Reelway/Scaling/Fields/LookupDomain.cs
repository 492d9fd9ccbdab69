namespace Reelway.Scaling.Fields;

/// <summary>What a drop-down of the DAM offers.</summary>
/// <param name="Values">In its order.</param>
internal sealed record LookupDomain(string Id, IReadOnlyList<LookupValue> Values)
{
    /// <summary>
    /// The value that a text stands for: by its code, else by what is displayed; without case and the spaces around it. Null when there is none, and when
    /// several are displayed alike.
    /// </summary>
    public LookupValue? Find(string text)
    {
        var wanted = text.Trim();
        return Only(value => value.Value.Trim() == wanted)
            ?? Only(value => string.Equals(value.Value.Trim(), wanted, StringComparison.OrdinalIgnoreCase))
            ?? Only(value => string.Equals(value.Display.Trim(), wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The value whose code or displayed text is nearest to a text; null when none is near.</summary>
    public LookupValue? Nearest(string text)
        => Frame.NearestText.Of(text.Trim(), Current.SelectMany(value => new[] { value.Value.Trim(), value.Display.Trim() }), each => each.ToUpperInvariant()) is { } near ? Find(near) : null;

    private LookupValue? Only(Func<LookupValue, bool> fits) => Current.Where(fits).Take(2).ToList() is [var only] ? only : null;

    private IEnumerable<LookupValue> Current => Values.Where(value => !value.IsExpired);
}

/// <summary>A value of a drop-down.</summary>
/// <param name="Value">The code that the DAM stores, with any spaces that it has.</param>
/// <param name="Display">What people are shown.</param>
/// <param name="IsExpired">No longer to be chosen.</param>
internal sealed record LookupValue(string Value, string Display, bool IsExpired = false);
