namespace Reelway.Scaling.Names;

/// <summary>A file's name in two: what it is called, and the extension.</summary>
internal static class FileEnding
{
    private const int MostLetters = 10;

    /// <summary>Splits at the last dot that letters and digits follow. The ending begins with the dot, or is empty.</summary>
    public static (string Stem, string Ending) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 && name.Length - dot - 1 is > 0 and <= MostLetters && name[(dot + 1)..].All(char.IsAsciiLetterOrDigit) ? (name[..dot], name[dot..]) : (name, "");
    }
}
