using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Box;

/// <summary>Gives an access token for an assertion that the application's key has signed, or for its secret alone.</summary>
internal sealed class BoxTokenEndpoint(BoxSandboxOptions options, BoxAccount account, BoxTokens tokens, Func<DateTimeOffset> now)
{
    private const string Assertion = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string Audience = "https://api.box.com/oauth2/token";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);

    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : throw Bad("invalid_request", "Invalid grant_type parameter or parameter missing");
            var user = UserFor(name => form[name].ToString());
            var answer = new JsonObject { ["access_token"] = tokens.Issue(user, Lifetime), ["expires_in"] = (int)Lifetime.TotalSeconds, ["restricted_to"] = new JsonArray(), ["token_type"] = "bearer" };
            await http.AnswerAsync(200, "application/json", answer.ToJsonString());
        }
        catch (BoxTokenRefusal refusal)
        {
            await http.AnswerAsync(400, "application/json", refusal.ToJson().ToJsonString());
        }
    }

    public void Reset() => _used.Clear();

    private BoxUser UserFor(Func<string, string> field)
    {
        if (field("client_id") != options.ClientId || field("client_secret") != options.ClientSecret)
        {
            throw Bad("invalid_client", "The client credentials are invalid");
        }

        return field("grant_type") switch
        {
            Assertion => Subject(Verified(field("assertion"))),
            "client_credentials" => Subject(field("box_subject_type"), field("box_subject_id")),
            _ => throw Bad("unsupported_grant_type", "Invalid grant_type parameter or parameter missing"),
        };
    }

    private BoxUser Subject(JsonObject claims)
    {
        if (Text(claims, "iss") != options.ClientId)
        {
            throw Bad("invalid_grant", "Please check the 'iss' claim.");
        }

        if (Text(claims, "aud") != Audience)
        {
            throw Bad("invalid_grant", "Please check the 'aud' claim.");
        }

        var expires = claims["exp"] is JsonValue value && value.TryGetValue<long>(out var seconds) && seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        if (expires <= now() || expires > now() + LongestAssertion)
        {
            throw Bad("invalid_grant", "Please check the 'exp' claim.");
        }

        var user = Subject(Text(claims, "box_sub_type"), Text(claims, "sub"));
        return Text(claims, "jti") is { Length: >= 16 and <= 128 } id && _used.TryAdd(id, 0) ? user : throw Bad("invalid_grant", "Please check the 'jti' claim. A unique 'jti' value is required.");
    }

    private BoxUser Subject(string type, string id) => type switch
    {
        "enterprise" when id == options.EnterpriseId => BoxUser.Service,
        "user" when id == BoxUser.Agency.Id => BoxUser.Agency,
        "user" when id == BoxUser.Service.Id => BoxUser.Service,
        _ => throw Bad("unauthorized_client", "This app is not authorized by the enterprise"),
    };

    private JsonObject Verified(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || Part(parts[0]) is not { } header || Part(parts[1]) is not { } claims)
        {
            throw Bad("invalid_grant", "The assertion is not a JWT");
        }

        HashAlgorithmName? algorithm = Text(header, "alg") switch
        {
            "RS256" => HashAlgorithmName.SHA256,
            "RS384" => HashAlgorithmName.SHA384,
            "RS512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (Text(header, "kid") != options.KeyId || algorithm is null || !IsSigned(parts, algorithm.Value))
        {
            throw Bad("invalid_grant", "OAuth JWT signature verification failed");
        }

        return claims;
    }

    private bool IsSigned(string[] parts, HashAlgorithmName algorithm)
    {
        try
        {
            return account.Key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]), algorithm, RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static BoxTokenRefusal Bad(string error, string description) => new(error, description);

    private static JsonObject? Part(string encoded)
    {
        try
        {
            return JsonNode.Parse(WebEncoders.Base64UrlDecode(encoded)) as JsonObject;
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonObject part, string name) => part[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}

/// <summary>A refusal of the token endpoint, which has an envelope of its own.</summary>
internal sealed class BoxTokenRefusal(string error, string description) : Exception(description)
{
    public JsonObject ToJson() => new() { ["error"] = error, ["error_description"] = Message };
}
