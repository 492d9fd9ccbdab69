using Reelway.Frame;

namespace Reelway.Scaling.Names;

/// <summary>Names that were probably meant instead of a wrong one. They still have to be read: only one without violations is offered.</summary>
internal static class NameCorrection
{
    // What people separate words with.
    private const string Usual = "_- .+";

    private static readonly string[] Joints = ["-", " ", "."];

    /// <summary>What to try, the most likely first.</summary>
    /// <param name="pairs">How the parts were assigned to the tokens.</param>
    public static IEnumerable<string> Of(
        NamePattern pattern, IReadOnlyList<(NameElement? Element, NamePart? Part)> pairs, string ending, NameReading reading, IReadOnlyCollection<string>? issued)
    {
        if (Mended(pattern, pairs, issued) is { } parts)
        {
            yield return NameElement.Join(parts) + ending;
        }

        if (pattern.Separators is [var separator])
        {
            var clean = NameLetters.Cleaned(NameLetters.Composed(reading.FileName));
            var stem = FileEnding.Split(clean).Stem;
            foreach (var other in Usual.Where(other => !separator.Contains(other, StringComparison.Ordinal) && stem.Contains(other, StringComparison.Ordinal)))
            {
                yield return stem.Replace(other.ToString(), separator, StringComparison.Ordinal) + ending;
            }
        }
    }

    /// <summary>Each token with its value, the nearest one where it has none; null when one can't be said.</summary>
    private static List<(NameElement Element, string Text)>? Mended(
        NamePattern pattern, IReadOnlyList<(NameElement? Element, NamePart? Part)> pairs, IReadOnlyCollection<string>? issued)
    {
        var mended = new List<(NameElement Element, string Text)>();
        foreach (var (element, part) in pairs.Where(pair => pair.Part is { Clean.Length: > 0 } || pair.Element is { IsOptional: false }))
        {
            if (part is null || part.Clean.Length == 0)
            {
                return null;
            }

            if (element is not null)
            {
                if (Value(element.Token, part.Clean, issued) is not { } value)
                {
                    return null;
                }

                mended.Add((element, value));
            }
            else if (mended is [.., { Element.Token.IsFree: true } last] && Joint(pattern) is { } joint)
            {
                // What is too many behind a title belongs to it: somebody has written its words apart with the separator.
                mended[^1] = (last.Element, last.Text + joint + part.Clean);
            }
            else
            {
                return null;
            }
        }

        return mended;
    }

    private static string? Value(NameToken token, string part, IReadOnlyCollection<string>? issued)
        => token.Read(part) is not { } value ? token.Nearest(part)
            : token.Name == NameTokens.TrackingId && issued is not null && !issued.Contains(value) ? NearestText.Of(value, issued, text => text)
            : token.Name == NameTokens.TrackingId ? part
            : value;

    private static string? Joint(NamePattern pattern)
        => Joints.FirstOrDefault(joint => !pattern.Separators.Any(separator => separator.Contains(joint, StringComparison.Ordinal)));
}
