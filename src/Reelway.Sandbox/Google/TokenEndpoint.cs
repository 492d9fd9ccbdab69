using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Google;

/// <summary>Gives an access token for an assertion that the service account has signed.</summary>
internal sealed class TokenEndpoint(GoogleAccount account, GoogleTokens tokens, Func<GoogleSettings> settings, TimeProvider time)
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    // Google's own library makes assertions out to this, wherever it sends them.
    private const string Google = "https://oauth2.googleapis.com/token";
    private const string KnownScope = "https://www.googleapis.com/auth/";

    // A token is good for an hour, and Google tells a second less.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3599);

    private static readonly TimeSpan LongestAssertion = TimeSpan.FromHours(1);

    // How much earlier or later than Google's an assertion's times may be.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    /// <param name="self">The endpoint's own address, which the assertion may be made out to instead of Google's.</param>
    /// <exception cref="TokenRefusal">There is no token for this.</exception>
    public JsonObject Answer(IReadOnlyDictionary<string, string> form, Uri self)
    {
        if (form.GetValueOrDefault("grant_type") != GrantType)
        {
            throw new TokenRefusal("unsupported_grant_type", $"Invalid grant_type: {form.GetValueOrDefault("grant_type")}");
        }

        var claims = Verified(form.GetValueOrDefault("assertion") ?? "");
        if (Text(claims, "iss") != account.Mail)
        {
            throw Bad("Invalid grant: account not found");
        }

        if (Text(claims, "aud") is var audience && audience != Google && audience != self.AbsoluteUri)
        {
            throw Bad("Invalid JWT: Failed audience check. The right audience is " + Google);
        }

        CheckTimes(claims);
        var scopes = Text(claims, "scope").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Length == 0 || !scopes.All(scope => scope.StartsWith(KnownScope, StringComparison.Ordinal)))
        {
            throw new TokenRefusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }

        return new JsonObject
        {
            ["access_token"] = tokens.Issue(scopes, Lifetime),
            ["expires_in"] = (int)Lifetime.TotalSeconds,
            ["token_type"] = "Bearer",
        };
    }

    private JsonObject Verified(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || Part(parts[0]) is not { } header || Part(parts[1]) is not { } claims)
        {
            throw Bad("Bad Request");
        }

        if (Text(header, "alg") != "RS256" || (header.ContainsKey("kid") && Text(header, "kid") != account.KeyId))
        {
            throw Bad("Invalid JWT Signature.");
        }

        byte[] signature;
        try
        {
            signature = WebEncoders.Base64UrlDecode(parts[2]);
        }
        catch (FormatException)
        {
            throw Bad("Invalid JWT Signature.");
        }

        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return account.Key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? claims : throw Bad("Invalid JWT Signature.");
    }

    private void CheckTimes(JsonObject claims)
    {
        var now = time.GetUtcNow().AddSeconds(settings().ClockAheadSeconds);
        var (issued, expires) = (Time(claims, "iat"), Time(claims, "exp"));
        if (issued > now + Leeway || expires < now - Leeway || expires - issued > LongestAssertion || expires <= issued)
        {
            throw Bad("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
        }
    }

    private static TokenRefusal Bad(string description) => new("invalid_grant", description);

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

    private static DateTimeOffset Time(JsonObject claims, string name)
        => claims[name] is JsonValue value && value.TryGetValue<long>(out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Bad($"Invalid JWT: {name} is missing or no number.");
}

/// <summary>A refusal of the token endpoint, which has an envelope of its own.</summary>
internal sealed class TokenRefusal(string error, string description) : Exception(description)
{
    public JsonObject ToJson() => new() { ["error"] = error, ["error_description"] = Message };
}
