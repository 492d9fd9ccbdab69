using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>Standard Webhooks 1.0.0, version v1: <c>webhook-id</c>, <c>webhook-timestamp</c>, and <c>webhook-signature</c> over both and the body.</summary>
/// <param name="secrets">Those that are live, each <c>whsec_</c> and base64.</param>
internal sealed class StandardWebhooksVerifier(IReadOnlyList<string> secrets) : Verifier
{
    private const string Prefix = "whsec_";
    private const string Version = "v1,";
    private const int MostSignatures = 20;

    private static readonly Identity Ids = Identity.Header("webhook-id");

    private readonly byte[][] _keys = [.. secrets.Select(secret => KeyOf(secret) ?? throw new ArgumentException(WrongSecret))];

    /// <summary>What is said of a secret of another form.</summary>
    public const string WrongSecret = "must be \"whsec_\" and base64 of 24 to 64 bytes.";

    /// <inheritdoc/>
    public override TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The key of a secret; null when it is of another form.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) && length is >= 24 and <= 64
            ? bytes[..length]
            : null;
    }

    /// <inheritdoc/>
    public override string? ProblemOf(IHeaderDictionary headers)
    {
        foreach (var name in (string[])["webhook-id", "webhook-timestamp", "webhook-signature"])
        {
            if (headers[name] is not [{ Length: > 0 }])
            {
                return $"It is not signed: the header {name} is missing, or is there more than once.";
            }
        }

        return headers["webhook-id"].ToString().Contains('.', StringComparison.Ordinal) ? "The header webhook-id holds a dot, which its signature does not allow."
            : SignedTime.FromSeconds(headers["webhook-timestamp"].ToString()) is null ? "The header webhook-timestamp is not a time in epoch seconds."
            : SignaturesOf(headers).Count == 0 ? "The header webhook-signature holds no signature of version v1 (\"v1,\" and base64 of 32 bytes)."
            : null;
    }

    /// <inheritdoc/>
    public override Verdict Verify(ReceivedRequest request, DateTimeOffset now)
    {
        var headers = request.Headers;
        var (id, timestamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        if (SignedTime.ProblemOf(SignedTime.FromSeconds(timestamp)!.Value, now, Window, Window) is { } problem)
        {
            return Verdict.Refused(problem);
        }

        // Headers are read byte by byte, so this gives back what was sent.
        return Hmac.AnyFits(_keys, SignaturesOf(headers), Encoding.Latin1.GetBytes($"{id}.{timestamp}."), request.Body)
            ? Ids.Of(request)
            : Verdict.Refused("No signature fits: it was made with another secret, or of other bytes.");
    }

    private static List<byte[]> SignaturesOf(IHeaderDictionary headers)
        => [.. headers["webhook-signature"].ToString().Split(' ', MostSignatures, StringSplitOptions.RemoveEmptyEntries)
            .Where(one => one.StartsWith(Version, StringComparison.Ordinal)).Select(one => Hmac.FromBase64(one[Version.Length..])).OfType<byte[]>()];
}
