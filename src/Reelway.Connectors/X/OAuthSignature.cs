using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Connectors.X;

/// <summary>Signs requests for one user (OAuth 1.0a, RFC 5849, HMAC-SHA1). Bodies in JSON and in parts are not signed.</summary>
internal sealed class OAuthSignature(string apiKey, string apiKeySecret, string token, string tokenSecret)
{
    /// <summary>Value of the <c>Authorization</c> header.</summary>
    /// <param name="url">Exactly what is called.</param>
    /// <param name="nonce">Never used before with this timestamp.</param>
    public string Header(HttpMethod method, Uri url, string nonce, DateTimeOffset now)
    {
        var own = OwnParameters(nonce, now);
        own.Add(("oauth_signature", Sign(method, url, own)));
        return "OAuth " + string.Join(", ", own.Select(parameter => $"{parameter.Name}=\"{Encode(parameter.Value)}\""));
    }

    /// <summary>The signature alone.</summary>
    /// <param name="form">Fields of a body that is a form.</param>
    internal string Sign(HttpMethod method, Uri url, string nonce, DateTimeOffset now, params IEnumerable<(string Name, string Value)> form)
        => Sign(method, url, [.. OwnParameters(nonce, now), .. form]);

    private string Sign(HttpMethod method, Uri url, IEnumerable<(string Name, string Value)> parameters)
    {
        var all = Query(url).Concat(parameters)
            .Select(parameter => (Name: Encode(parameter.Name), Value: Encode(parameter.Value)))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}");
        var text = $"{method.Method}&{Encode(url.GetLeftPart(UriPartial.Path))}&{Encode(string.Join('&', all))}";
        var key = $"{Encode(apiKeySecret)}&{Encode(tokenSecret)}";
#pragma warning disable CA5350 // X takes no other method for OAuth 1.0a; as a keyed hash it is not known to be broken
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350
    }

    private List<(string Name, string Value)> OwnParameters(string nonce, DateTimeOffset now) =>
    [
        ("oauth_consumer_key", apiKey),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("oauth_token", token),
        ("oauth_version", "1.0"),
    ];

    private static IEnumerable<(string Name, string Value)> Query(Uri url)
        => url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));

    // Leaves the unreserved letters of RFC 3986 alone and writes upper-case hexadecimal, as the signature wants it.
    private static string Encode(string text) => Uri.EscapeDataString(text);
}
