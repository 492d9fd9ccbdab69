using System.Globalization;
using System.Text;

namespace Reelway.Scaling.Names;

/// <summary>The name under which a master goes to the agency.</summary>
/// <param name="Name">With the tracking id; Box and file systems take it.</param>
/// <param name="Original">The master's own.</param>
/// <param name="Changes">What had to be changed beside the id, as sentences; empty as a rule.</param>
internal sealed record UploadName(string Name, string Original, IReadOnlyList<string> Changes)
{
    /// <summary>Box takes 255 characters, most file systems 255 bytes; the bytes are never fewer.</summary>
    public const int MostBytes = 255;

    internal static UploadName Of(NamePattern pattern, string original, string trackingId)
    {
        var id = TrackingId.Read(trackingId) ?? throw new ArgumentException($"\"{trackingId}\" is not a tracking id.", nameof(trackingId));
        var changes = new List<string>();
        var clean = NameLetters.Cleaned(NameLetters.Composed(original));
        var (stem, ending) = FileEnding.Split(clean);
        stem = stem.Trim(' ') is var trimmed && trimmed.Trim('.').Length > 0 ? trimmed : "asset";
        if (stem + ending != original)
        {
            changes.Add("Letters that Box refuses or nobody sees were taken out of the name.");
        }

        var first = pattern.Elements[0].Token.Name == NameTokens.TrackingId;
        var separator = (first ? pattern.Elements.Skip(1) : pattern.Elements.Reverse().Take(1)).Select(element => element.Separator).FirstOrDefault("_");
        var room = MostBytes - Encoding.UTF8.GetByteCount(ending + separator + id);
        if (Cut(stem, room) is var cut && cut != stem)
        {
            changes.Add($"The name was cut to the {MostBytes} bytes that it may have.");
        }

        return new((first ? id + separator + cut : cut + separator + id) + ending, original, changes);
    }

    /// <summary>The longest beginning that has room, without half a letter or a space at its end.</summary>
    private static string Cut(string text, int bytes)
    {
        var letters = StringInfo.GetTextElementEnumerator(text);
        var end = 0;
        while (letters.MoveNext() && (bytes -= Encoding.UTF8.GetByteCount((string)letters.Current)) >= 0)
        {
            end = letters.ElementIndex + ((string)letters.Current).Length;
        }

        return text[..end].TrimEnd(' ');
    }
}
