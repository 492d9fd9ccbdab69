using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>What identifies a delivery among all of its sender, so that one that is repeated counts once.</summary>
internal sealed class Identity
{
    /// <summary>Longer ids are kept as their hash.</summary>
    private const int LongestId = 200;

    private readonly Func<ReceivedRequest, string?> _read;

    private Identity(string text, Func<ReceivedRequest, string?> read) => (Text, _read) = (text, read);

    /// <summary>Where it is, for people.</summary>
    public string Text { get; }

    /// <summary>Two deliveries with the same bytes are one.</summary>
    public static Identity Body { get; } = new("the whole body", request => Hash(request.Body.Span));

    /// <summary>An id in a header.</summary>
    public static Identity Header(string name) => new($"the header {name}", request => Single(request.Headers[name].ToString()));

    /// <summary>Fields of a JSON body, each with dots on its way: <c>data.object_id</c>. Those that are missing count as empty; one has to be there.</summary>
    public static Identity Fields(params IReadOnlyList<string> paths) => new(string.Join(", ", paths), request => OfFields(request.Content, paths));

    /// <summary>The id of this delivery as the caller is known by it; refused when it has none.</summary>
    public Verdict Of(ReceivedRequest request)
        => _read(request) is { } id ? Verdict.Good(id) : Verdict.Unusable($"Nothing identifies the delivery: {Text} is missing, or the body is not valid JSON.");

    private static string? OfFields(ReadOnlyMemory<byte> body, IReadOnlyList<string> paths)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var found = paths.Select(path => At(document.RootElement, path)).ToList();
            return found.All(value => value is null or "") ? null : found.Count == 1 ? Single(found[0]!) : Hash(JsonSerializer.SerializeToUtf8Bytes(found));
        }
        catch (JsonException)
        {
            // Nothing can be found in what is not valid JSON.
            return null;
        }
    }

    private static string? At(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => TextOf(element),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => element.GetRawText(),
        };
    }

    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which is no text; as it is written it tells deliveries apart all the same.
            return text.GetRawText();
        }
    }

    private static string? Single(string text) => text.Length switch
    {
        0 => null,
        <= LongestId when text.All(letter => letter is > ' ' and <= '~') => text,
        _ => Hash(System.Text.Encoding.UTF8.GetBytes(text)),
    };

    private static string Hash(ReadOnlySpan<byte> bytes) => "sha256:" + Base64Url.EncodeToString(SHA256.HashData(bytes));
}
