using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reelway.Sandbox.Aws;

/// <summary>A request in the one form that both sides sign.</summary>
internal static partial class CanonicalRequest
{
    /// <param name="encodeTwice">Every service but S3 encodes the path a second time and takes <c>.</c>, <c>..</c> and <c>//</c> out of it.</param>
    public static string Of(HttpRequest request, IReadOnlyList<string> signedHeaders, string bodyHash, bool encodeTwice)
    {
        // What was sent, byte for byte: the server's own path is decoded already.
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var text = new StringBuilder(request.Method).Append('\n')
            .Append(PathOf(question < 0 ? target : target[..question], encodeTwice)).Append('\n')
            .Append(QueryOf(question < 0 ? "" : target[(question + 1)..])).Append('\n');
        foreach (var name in signedHeaders)
        {
            var value = string.Join(',', request.Headers[name].Select(one => Spaces().Replace((one ?? "").Trim(), " ")));
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(bodyHash).ToString();
    }

    private static string PathOf(string raw, bool encodeTwice)
    {
        var segments = raw.Split('/').Select(segment => Encode(Uri.UnescapeDataString(segment)));
        if (!encodeTwice)
        {
            return string.Join('/', segments);
        }

        var kept = new List<string>();
        foreach (var segment in segments.Where(segment => segment is not ("" or ".")))
        {
            if (segment != "..")
            {
                kept.Add(Encode(segment));
            }
            else if (kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
        }

        return $"/{string.Join('/', kept)}{(raw.EndsWith('/') && kept.Count > 0 ? "/" : "")}";
    }

    private static string QueryOf(string raw) => string.Join('&', raw.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Encode(Uri.UnescapeDataString(pair[0])), Value: pair.Length == 2 ? Encode(Uri.UnescapeDataString(pair[1])) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    // Leaves letters, digits, "-", "_", "." and "~", as the signature wants it.
    private static string Encode(string text) => Uri.EscapeDataString(text);

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
