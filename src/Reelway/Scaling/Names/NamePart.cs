namespace Reelway.Scaling.Names;

/// <summary>A part of a name between separators.</summary>
/// <param name="Text">As it stands there.</param>
/// <param name="At">Where it begins, in the composed name's characters of .NET.</param>
/// <param name="Before">The separator before it; empty for the first part.</param>
internal sealed record NamePart(string Text, int At, string Before)
{
    /// <summary>The separator behind it; empty for the last part.</summary>
    public string After { get; private set; } = "";

    /// <summary>The text without letters that are refused anyway, and without spaces around it.</summary>
    public string Clean { get; } = NameLetters.Cleaned(Text);

    /// <param name="separators">All of a pattern; of two that fit, the longer one counts.</param>
    public static IReadOnlyList<NamePart> Split(string stem, IReadOnlyList<string> separators)
    {
        var parts = new List<NamePart>();
        var begin = 0;
        var before = "";
        for (var at = 0; at <= stem.Length; at++)
        {
            var separator = separators.FirstOrDefault(each => string.CompareOrdinal(stem, at, each, 0, each.Length) == 0);
            if (separator is null && at < stem.Length)
            {
                continue;
            }

            parts.Add(new(stem[begin..at], begin, before) { After = separator ?? "" });
            before = separator ?? "";
            begin = at + before.Length;
            at = begin - 1;
            if (separator is null)
            {
                break;
            }
        }

        return parts;
    }
}
