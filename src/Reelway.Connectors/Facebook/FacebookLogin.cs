using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Facebook;

/// <summary>What a login leaves behind, as text that the host seals. Prints without tokens.</summary>
/// <param name="UserToken">Long-lived; null when only tokens of pages were brought.</param>
/// <param name="PageTokens">By page id.</param>
/// <param name="Replaces">Fingerprint of the configured user token at that time; null when there was none.</param>
internal sealed record FacebookLogin(string? UserToken, IReadOnlyDictionary<string, string> PageTokens, string? Replaces)
{
    /// <summary>Reads what <see cref="ToText"/> has written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static FacebookLogin Parse(string text)
        => JsonSerializer.Deserialize(text, FacebookLoginJson.Default.FacebookLogin) is { PageTokens: not null } login ? login : throw new JsonException("No login.");

    /// <summary>Names a configured token without telling it.</summary>
    public static string? Fingerprint(string? token)
        => string.IsNullOrEmpty(token) ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..16];

    /// <summary>The user's token that counts: the login's as long as the configuration has the one that it had then, or none. A person who configures another one means it.</summary>
    public string? UserTokenBeside(string? configured) => Fingerprint(configured) is not { } now || now == Replaces ? UserToken ?? configured : configured;

    public string ToText() => JsonSerializer.Serialize(this, FacebookLoginJson.Default.FacebookLogin);

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("PageTokens = ").Append(PageTokens.Count);
        return true;
    }
}

/// <summary>How a login is kept; it is our own text, and not Facebook's.</summary>
[JsonSerializable(typeof(FacebookLogin))]
internal sealed partial class FacebookLoginJson : JsonSerializerContext;
