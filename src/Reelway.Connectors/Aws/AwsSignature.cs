using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Aws;

/// <summary>Signs requests (Signature Version 4) of every service but S3, whose own client does it.</summary>
/// <param name="service">Signing name: <c>sqs</c>, <c>events</c>.</param>
internal sealed partial class AwsSignature(string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds date, token and signature. The body must be exactly what is sent.</summary>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsIdentity identity, DateTimeOffset now)
    {
        request.Headers.Add("X-Amz-Date", DateOf(now));
        if (identity.Token is { } token)
        {
            request.Headers.Add("X-Amz-Security-Token", token);
        }

        var (names, text) = Canonical(request, Convert.ToHexStringLower(SHA256.HashData(body)));
        var scope = $"{DateOf(now)[..8]}/{region}/{service}/aws4_request";
        var signature = Signature(identity.SecretKey, now, text);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={identity.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    /// <summary>The request in the one form that both sides sign, and the names of the headers in it.</summary>
    internal static (string SignedHeaders, string Text) Canonical(HttpRequestMessage request, string bodyHash)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.Headers.Host ?? request.RequestUri!.Authority };
        var own = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
        foreach (var (name, values) in own.Where(header => header.Key is not "Host"))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values.Select(value => Spaces().Replace(value.Trim(), " ")));
        }

        var names = string.Join(';', headers.Keys);
        var text = new StringBuilder(request.Method.Method).Append('\n')
            .Append(Path(request.RequestUri!)).Append('\n').Append(Query(request.RequestUri!)).Append('\n');
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        return (names, text.Append('\n').Append(names).Append('\n').Append(bodyHash).ToString());
    }

    internal string Signature(string secret, DateTimeOffset now, string canonical)
    {
        var date = DateOf(now);
        var text = $"{Algorithm}\n{date}\n{date[..8]}/{region}/{service}/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return Hex(Mac(Key(secret, date[..8]), text));
    }

    internal byte[] Key(string secret, string day)
        => Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes($"AWS4{secret}"), day), region), service), "aws4_request");

    private static string Path(Uri address)
        // Already encoded once by Uri; these services want it encoded a second time.
        => address.AbsolutePath is "" or "/" ? "/" : string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri address) => string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Encoded(pair[0]), Value: pair.Length == 2 ? Encoded(pair[1]) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static string DateOf(DateTimeOffset now) => now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
