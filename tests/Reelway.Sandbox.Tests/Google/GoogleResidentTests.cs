using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Tests.Google;

public sealed class GoogleResidentTests : SandboxResidentContract
{
    private const string Account = "reelway@sandbox-project.iam.gserviceaccount.com";

    private string _token = "";
    private string _sheet = "";
    private int _values;

    public override string Name => "google";

    protected override string Match => """{"path":"/v4/*"}""";

    protected override int RefusedStatus => 401;

    protected override IReadOnlyList<string> Secrets => [_token, "PRIVATE KEY"];

    protected override string Path => "/google/v4/spreadsheets/x/values:batchUpdate";

    internal override async Task PrepareAsync(SandboxHttp http)
    {
        _sheet = http.Server.Google.Create("Talks", [["Title"]]).Id;
        using var key = await http.SendAsync(HttpMethod.Get, "/_sandbox/google/key");
        using var rsa = RSA.Create();
        rsa.ImportFromPem((await key.Content.ReadFromJsonAsync<JsonElement>(SandboxHttp.Cancellation)).GetProperty("private_key").GetString());
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new { iss = Account, aud = "https://oauth2.googleapis.com/token", iat = now, exp = now + 600, scope = "https://www.googleapis.com/auth/spreadsheets" };
        var signed = $"{Encoded(new { alg = "RS256" })}.{Encoded(claims)}";
        var signature = WebEncoders.Base64UrlEncode(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = $"{signed}.{signature}" });
        using var answer = await http.SendAsync(HttpMethod.Post, "/google/token", form);
        _token = (await answer.Content.ReadFromJsonAsync<JsonElement>(SandboxHttp.Cancellation)).GetProperty("access_token").GetString()!;
    }

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        using var content = JsonContent.Create(new { values = new[] { new[] { $"value {++_values}" } } });
        using var answer = await http.SendAsync(
            HttpMethod.Put, $"/google/v4/spreadsheets/{_sheet}/values/A2?valueInputOption=RAW", content, bearer: isKnown ? _token : "stranger");
        return (int)answer.StatusCode;
    }

    private static string Encoded(object part) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(part));
}
