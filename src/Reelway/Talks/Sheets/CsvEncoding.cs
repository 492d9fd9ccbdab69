using System.Text;

namespace Reelway.Talks.Sheets;

/// <summary>How a CSV file is encoded, so that it is written as it was read.</summary>
/// <param name="Text">Refuses bytes that it can't read.</param>
/// <param name="Mark">The bytes that begin the file and belong to no cell; empty when there are none.</param>
internal sealed record CsvEncoding(Encoding Text, byte[] Mark)
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <summary>The encoding that a file's first bytes show: spreadsheet programs save "Unicode text" as UTF-16.</summary>
    public static CsvEncoding Of(ReadOnlySpan<byte> file)
        => file.StartsWith(Encoding.UTF8.Preamble) ? new CsvEncoding(Utf8, Encoding.UTF8.Preamble.ToArray())
            : file.StartsWith(Utf16.Preamble) ? new CsvEncoding(Utf16, Utf16.GetPreamble())
            : file.StartsWith(Utf16BigEndian.Preamble) ? new CsvEncoding(Utf16BigEndian, Utf16BigEndian.GetPreamble())
            // A header begins with a letter, a quote or a digit: its other byte is 0.
            : file is [not 0, 0, ..] ? new CsvEncoding(Utf16, [])
            : file is [0, not 0, ..] ? new CsvEncoding(Utf16BigEndian, [])
            : new CsvEncoding(Utf8, []);

    /// <exception cref="DecoderFallbackException">The bytes are something else.</exception>
    public string Read(ReadOnlySpan<byte> file) => Text.GetString(file[Mark.Length..]);

    public byte[] Write(string text) => [.. Mark, .. Text.GetBytes(text)];
}
