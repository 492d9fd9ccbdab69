namespace Reelway.Talks.Text;

/// <summary>Names in a row, as English writes them.</summary>
internal static class EnglishList
{
    /// <summary><c>A</c>, <c>A and B</c>, <c>A, B and C</c>; empty for nobody.</summary>
    public static string Join(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };
}
