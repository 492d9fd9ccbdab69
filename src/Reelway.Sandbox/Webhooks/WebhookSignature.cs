using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Sandbox.Webhooks;

/// <summary>Checks signatures of Standard Webhooks 1.0.0, version <c>v1</c> (HMAC-SHA256).</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string VersionPrefix = "v1,";

    /// <summary>The reference libraries allow five minutes in both directions.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool IsSecret(string secret) => Key(secret) is { Length: >= 24 and <= 64 };

    /// <summary>Says in one sentence why the call is not signed well; null when it is.</summary>
    public static string? Problem(
        string secret, string id, string timestamp, string signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (id.Length == 0 || timestamp.Length == 0 || signatures.Length == 0)
        {
            return "webhook-id, webhook-timestamp and webhook-signature must all be sent.";
        }

        if (id.Contains('.', StringComparison.Ordinal))
        {
            return "webhook-id must not contain a dot.";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return "webhook-timestamp must be epoch seconds within five minutes of now.";
        }

        var expected = Sign(secret, id, timestamp, body);
        var good = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(signature => signature.StartsWith(VersionPrefix, StringComparison.Ordinal))
            .Any(signature => CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(signature[VersionPrefix.Length..]), Encoding.UTF8.GetBytes(expected)));
        return good ? null : "No v1 entry of webhook-signature fits the secret, the id, the timestamp and the body.";
    }

    /// <summary>Base64 of the HMAC over <c>id.timestamp.body</c>.</summary>
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(
            HashAlgorithmName.SHA256, Key(secret) ?? throw new ArgumentException("The secret must be \"whsec_\" and base64.", nameof(secret)));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    private static byte[]? Key(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length) ? bytes[..length] : null;
    }
}
