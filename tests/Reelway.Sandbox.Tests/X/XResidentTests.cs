using System.Security.Cryptography;
using System.Text;

namespace Reelway.Sandbox.Tests.X;

public sealed class XResidentTests : SandboxResidentContract
{
    public override string Name => "x";

    protected override int RefusedStatus => 401;

    protected override IReadOnlyList<string> Secrets => ["sandbox-x-api-key", "sandbox-x-token"];

    protected override string Path => "/x/2/tweets";

    private int _calls;

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var url = new Uri(http.Server.HttpUrl, "x/2/tweets");
        using var content = new StringContent($$"""{"text":"Hello {{_calls++}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(HttpMethod.Post, "/x/2/tweets", content, authorization: Signed(url, isKnown ? "sandbox-x-token-secret" : "other"));
        return (int)answer.StatusCode == 201 ? 200 : (int)answer.StatusCode;
    }

    // By the letter of the vendor's page about signing, for a request without a query.
    private static string Signed(Uri url, string tokenSecret)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["oauth_consumer_key"] = "sandbox-x-api-key",
            ["oauth_nonce"] = Guid.NewGuid().ToString("N"),
            ["oauth_signature_method"] = "HMAC-SHA1",
            ["oauth_timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["oauth_token"] = "1716400000000000001-sandbox-x-token",
            ["oauth_version"] = "1.0",
        };
        var text = string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
#pragma warning disable CA5350 // the vendor's method
        parameters["oauth_signature"] = Convert.ToBase64String(HMACSHA1.HashData(
            Encoding.ASCII.GetBytes($"sandbox-x-api-key-secret&{tokenSecret}"),
            Encoding.ASCII.GetBytes($"POST&{Uri.EscapeDataString(url.AbsoluteUri)}&{Uri.EscapeDataString(text)}")));
#pragma warning restore CA5350
        return "OAuth " + string.Join(", ", parameters.Select(parameter => $"{parameter.Key}=\"{Uri.EscapeDataString(parameter.Value)}\""));
    }
}
