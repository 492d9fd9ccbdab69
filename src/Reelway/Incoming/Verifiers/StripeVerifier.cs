using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>Stripe: <c>Stripe-Signature: t=…,v1=…</c> over the time, a dot and the body. The secret is used as it is written, with its <c>whsec_</c>.</summary>
/// <param name="secrets">Those that are live.</param>
internal sealed class StripeVerifier(IReadOnlyList<string> secrets) : Verifier
{
    private const string Header = "Stripe-Signature";
    private const int MostParts = 20;

    private static readonly Identity Ids = Identity.Fields("id");

    private readonly byte[][] _keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public override TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string? ProblemOf(IHeaderDictionary headers)
        => headers[Header] is not [{ Length: > 0 }] ? $"It is not signed: the header {Header} is missing, or is there more than once."
            : TimeIn(headers) is not [var time] || SignedTime.FromSeconds(time) is null ? $"The header {Header} holds no time (\"t=\" and epoch seconds)."
            : SignaturesIn(headers).Count == 0 ? $"The header {Header} holds no signature of version v1 (\"v1=\" and 64 hexadecimal digits)."
            : null;

    /// <inheritdoc/>
    public override Verdict Verify(ReceivedRequest request, DateTimeOffset now)
    {
        var time = TimeIn(request.Headers)[0];
        return SignedTime.ProblemOf(SignedTime.FromSeconds(time)!.Value, now, Window, Window) is { } problem ? Verdict.Refused(problem)
            : Hmac.AnyFits(_keys, SignaturesIn(request.Headers), Encoding.Latin1.GetBytes(time + "."), request.Body) ? Ids.Of(request)
            : Verdict.Refused("No signature fits: it was made with another secret, or of other bytes.");
    }

    /// <inheritdoc/>
    public override string? ProblemAt(Uri address) => address.Scheme == "https" ? null : "Stripe calls https addresses only.";

    private static List<string> TimeIn(IHeaderDictionary headers) => [.. Parts(headers, "t=")];

    private static List<byte[]> SignaturesIn(IHeaderDictionary headers) => [.. Parts(headers, "v1=").Select(Hmac.FromHex).OfType<byte[]>()];

    private static IEnumerable<string> Parts(IHeaderDictionary headers, string name)
        => headers[Header].ToString().Split(',', MostParts, StringSplitOptions.TrimEntries).Where(part => part.StartsWith(name, StringComparison.Ordinal)).Select(part => part[name.Length..]);
}
