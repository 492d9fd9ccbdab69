using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Reelway.Frame;

namespace Reelway.Runs.Pages;

/// <summary>JSON with line breaks and without escapes. What it is put into must be escaped for HTML, which Razor does.</summary>
internal static class ReadableJson
{
    /// <summary>More is not read by anybody on a page; the API has it all.</summary>
    private const int MaxCharacters = 20_000;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            value.WriteTo(writer);
        }

        var text = Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return ShownText.Escaped(text.Length <= MaxCharacters ? text : text[..MaxCharacters] + "\n… The API has all of it.");
    }
}
