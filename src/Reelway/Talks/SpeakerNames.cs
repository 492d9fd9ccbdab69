using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The cell of a talk's speakers, read as names.</summary>
internal static class SpeakerNames
{
    /// <summary>Names without repetition. Where semicolons or line breaks separate, a comma belongs to a name (<c>Sam King, Jr.</c>).</summary>
    public static IReadOnlyList<string> Split(string cell)
    {
        var separators = cell.AsSpan().ContainsAny(';', '\n', '\r') ? new[] { ';', '\n', '\r' } : [','];
        return [.. cell.Split(separators).Select(TalkTitle.OneLine).Where(name => name.Length > 0).DistinctBy(Key)];
    }

    /// <summary>Equal for two spellings of one name.</summary>
    public static string Key(string name) => TalkTitle.Normalise(name);
}
