using System.Text;

namespace Reelway.Scaling;

/// <summary>Names of folders in Box.</summary>
internal static class BoxNames
{
    private const int Longest = 200;

    /// <summary>A campaign's folder: its number, where it has one, and its name, without what Box refuses in names.</summary>
    public static string FolderOf(string name, string? number)
    {
        var text = string.IsNullOrWhiteSpace(number) ? name : $"{number} {name}";
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Box takes neither slashes nor what can't be printed.
            kept.Append(rune.Value is '/' or '\\' || Rune.IsControl(rune) || rune == Rune.ReplacementChar ? "_" : rune.ToString());
        }

        var clean = kept.ToString().Trim().TrimEnd('.');
        clean = clean.Length <= Longest ? clean : clean[..(char.IsHighSurrogate(clean[Longest - 1]) ? Longest - 1 : Longest)].TrimEnd();
        return clean.Length == 0 ? "campaign" : clean;
    }
}
