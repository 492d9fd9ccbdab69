using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Tests.Box;

/// <summary>Somebody who calls Box by its documentation, and knows no code of ours.</summary>
internal sealed class BoxCaller(SandboxHttp http)
{
    public const string Root = "300000000001";
    public const string ClientId = "sandboxclient0123456789abcdefghij";
    public const string Secret = "sandbox-box-secret";
    public const string Enterprise = "7004001";

    public string Token { get; private set; } = "";

    public async Task LogInAsync() => Token = (string)(await TokenAsync(new Dictionary<string, string>
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = ClientId,
        ["client_secret"] = Secret,
        ["box_subject_type"] = "enterprise",
        ["box_subject_id"] = Enterprise,
    })).Json["access_token"]!;

    public Task<BoxCalled> TokenAsync(IReadOnlyDictionary<string, string> form) => SendAsync(HttpMethod.Post, "/box/oauth2/token", new FormUrlEncodedContent(form), bearer: null);

    /// <summary>Asks for a token with an assertion that the file's own key signs.</summary>
    public async Task<BoxCalled> AssertAsync(JsonObject claims, string algorithm = "RS512", string? kid = null)
    {
        using var file = await http.SendAsync(HttpMethod.Get, "/_sandbox/box/config");
        var app = JsonNode.Parse(await file.Content.ReadAsStringAsync(SandboxHttp.Cancellation))!["boxAppSettings"]!;
        using var key = RSA.Create();
        key.ImportFromEncryptedPem((string)app["appAuth"]!["privateKey"]!, (string)app["appAuth"]!["passphrase"]!);
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = kid ?? (string)app["appAuth"]!["publicKeyID"]! };
        var signed = $"{Encoded(header)}.{Encoded(claims)}";
        var hash = algorithm switch
        {
            "RS256" => HashAlgorithmName.SHA256,
            "RS384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        var signature = WebEncoders.Base64UrlEncode(key.SignData(Encoding.ASCII.GetBytes(signed), hash, RSASignaturePadding.Pkcs1));
        return await TokenAsync(new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = $"{signed}.{signature}",
            ["client_id"] = ClientId,
            ["client_secret"] = Secret,
        });
    }

    public static JsonObject Claims() => new()
    {
        ["iss"] = ClientId,
        ["sub"] = Enterprise,
        ["box_sub_type"] = "enterprise",
        ["aud"] = "https://api.box.com/oauth2/token",
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 40,
    };

    public Task<BoxCalled> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, Token);

    public Task<BoxCalled> JsonAsync(HttpMethod method, string path, string body, string type = "application/json", params (string Name, string Value)[] headers)
        => SendAsync(method, path, new StringContent(body, Encoding.UTF8, type), Token, headers);

    public Task<BoxCalled> UploadAsync(string name, byte[] content, string folder = Root, bool isAttributesFirst = true, string? md5 = null)
    {
        var form = new MultipartFormDataContent();
        var attributes = new StringContent($$$"""{"name":"{{{name}}}","parent":{"id":"{{{folder}}}"}}""", Encoding.UTF8);
        var file = new ByteArrayContent(content);
        if (isAttributesFirst)
        {
            form.Add(attributes, "\"attributes\"");
        }

        form.Add(file, "\"file\"", "\"x\"");
        if (!isAttributesFirst)
        {
            form.Add(attributes, "\"attributes\"");
        }

        if (md5 is not null)
        {
            form.Headers.TryAddWithoutValidation("Content-MD5", md5);
        }

        return SendAsync(HttpMethod.Post, "/box/api/2.0/files/content", form, Token);
    }

    public Task<BoxCalled> PutPartAsync(string path, byte[] part, long offset, long total, string? digest = null)
    {
        var content = new ByteArrayContent(part);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentRange = new ContentRangeHeaderValue(offset, offset + part.Length - 1, total);
        return SendAsync(HttpMethod.Put, path, content, Token, ("Digest", digest ?? Digest(part)));
    }

#pragma warning disable CA5350 // The digest that Box wants.
    public static string Digest(byte[] content) => "sha=" + Convert.ToBase64String(SHA1.HashData(content));

    public static string Sha1(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350

    public async Task<BoxCalled> SendAsync(HttpMethod method, string path, HttpContent? content, string? bearer, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request);
        return new BoxCalled((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(SandboxHttp.Cancellation), answer.Headers);
    }

    private static string Encoded(JsonObject part) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(part.ToJsonString()));
}

internal sealed record BoxCalled(int Status, byte[] Body, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Code => (string?)Json["code"];
}
