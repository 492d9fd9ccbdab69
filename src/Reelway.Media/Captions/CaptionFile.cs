using System.Text;

namespace Reelway.Media;

/// <summary>Captions of a recording, read from a WebVTT or SubRip file.</summary>
public sealed class CaptionFile
{
    /// <summary>Most bytes of a file; three hours of talk have about 300 KB.</summary>
    public const int MostBytes = 5_000_000;

    private CaptionFile(string name, IReadOnlyList<CaptionCue> cues) => (Name, Cues) = (name, cues);

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>Number of captions in it.</summary>
    public int Count => Cues.Count;

    /// <summary>The captions, as the file orders them.</summary>
    internal IReadOnlyList<CaptionCue> Cues { get; }

    /// <summary>Reads a file. What begins with <c>WEBVTT</c> or is called <c>.vtt</c> is WebVTT, everything else SubRip.</summary>
    /// <exception cref="MediaException">It is gone, too large, or malformed; then the sentence names the line.</exception>
    public static async Task<CaptionFile> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        if (!file.Exists)
        {
            throw ToolFaults.Unusable($"{file.FullName} is gone or was never there: name the file with the captions.");
        }

        if (file.Length > MostBytes)
        {
            throw ToolFaults.Unusable($"{file.Name} has {file.Length} bytes, more than captions ever have: name the file with the captions.");
        }

        return Parse(file.Name, Decode(file.Name, await ReadBytesAsync(file, cancellation)));
    }

    /// <summary>Reads the text of a file.</summary>
    internal static CaptionFile Parse(string name, string text)
    {
        var isWebVtt = text.StartsWith("WEBVTT", StringComparison.Ordinal) || Path.GetExtension(name).Equals(".vtt", StringComparison.OrdinalIgnoreCase);
        return new CaptionFile(name, new CaptionReader(name, text, isWebVtt).Read());
    }

    internal static MediaException Malformed(string name, int line, string what) => ToolFaults.Unusable($"{name} line {line}: {what}.");

    private static async Task<byte[]> ReadBytesAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return await NamedFile.ReadAsync(file.FullName, MostBytes, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(MediaFaultKind.Unusable, $"{file.FullName} cannot be read: {fault.Message}", fault);
        }
    }

    private static string Decode(string name, byte[] bytes)
    {
        try
        {
            // Editors on Windows put a mark of the encoding in front.
            return bytes is [0xFF, 0xFE, ..] ? Encoding.Unicode.GetString(bytes.AsSpan(2)) : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException fault)
        {
            var line = 1 + bytes.Take(Math.Max(0, fault.Index)).Count(one => one == (byte)'\n');
            throw new MediaException(MediaFaultKind.Unusable, $"{name} line {line}: not written in UTF-8; save the captions in that encoding.", fault);
        }
    }
}
