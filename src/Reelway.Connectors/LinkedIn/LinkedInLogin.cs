using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.LinkedIn;

/// <summary>What a login leaves behind, as text that the host seals. Prints without tokens.</summary>
/// <param name="RefreshToken">Only apps of approved partners are given one; it is not changed by its use, and does not last longer for it.</param>
internal sealed record LinkedInLogin(string AccessToken, DateTimeOffset? ExpiresAt, string? RefreshToken, DateTimeOffset? RefreshExpiresAt)
{
    /// <summary>Reads what <see cref="ToText"/> has written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static LinkedInLogin Parse(string text)
        => JsonSerializer.Deserialize(text, LinkedInLoginJson.Default.LinkedInLogin) is { AccessToken.Length: > 0 } login ? login : throw new JsonException("No login.");

    public string ToText() => JsonSerializer.Serialize(this, LinkedInLoginJson.Default.LinkedInLogin);

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("ExpiresAt = ").Append(ExpiresAt?.ToString("O"));
        return true;
    }
}

/// <summary>How a login is kept; it is our own text, and not LinkedIn's.</summary>
[JsonSerializable(typeof(LinkedInLogin))]
internal sealed partial class LinkedInLoginJson : JsonSerializerContext;
