using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Webhooks;

/// <summary>Signatures of Standard Webhooks 1.0.0, version v1 (HMAC-SHA256).</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int NewSecretBytes = 32;

    /// <summary>A secret that nobody had before.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewSecretBytes));

    /// <summary>True for what the specification allows: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public static bool IsSecret(string text)
        => text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], new byte[text.Length], out var length) && length is >= 24 and <= 64;

    /// <summary>The value of the header <c>webhook-signature</c>: one signature for each secret.</summary>
    public static string Of(IEnumerable<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))));
    }
}
