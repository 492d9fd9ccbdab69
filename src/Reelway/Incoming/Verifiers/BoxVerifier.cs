using System.Globalization;
using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>Webhooks V2 of Box: an HMAC over the body and then the time, with a primary key, a secondary one, or both, each in a header of its own.</summary>
/// <param name="primary">Null or empty: not set.</param>
/// <param name="secondary">Null or empty: not set.</param>
internal sealed class BoxVerifier(string? primary, string? secondary) : Verifier
{
    private const string Time = "Box-Delivery-Timestamp";

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);
    private static readonly Identity Ids = Identity.Fields("id");
    private static readonly (string Header, string Value)[] Form = [("Box-Signature-Version", "1"), ("Box-Signature-Algorithm", "HmacSHA256")];

    private readonly (string Header, byte[] Key)[] _keys =
    [
        .. string.IsNullOrEmpty(primary) ? Array.Empty<(string, byte[])>() : [("Box-Signature-Primary", Encoding.UTF8.GetBytes(primary))],
        .. string.IsNullOrEmpty(secondary) ? Array.Empty<(string, byte[])>() : [("Box-Signature-Secondary", Encoding.UTF8.GetBytes(secondary))],
    ];

    /// <inheritdoc/>
    public override TimeSpan Window { get; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override string? ProblemOf(IHeaderDictionary headers)
    {
        foreach (var (header, value) in Form)
        {
            if (headers[header].ToString() != value)
            {
                return $"It is not signed as Box does: the header {header} is not \"{value}\".";
            }
        }

        return TimeOf(headers) is null ? $"It is not signed: the header {Time} is no time with its offset."
            : Given(headers).Any() ? null
            : "It is not signed: neither Box-Signature-Primary nor Box-Signature-Secondary holds a signature for a key that is set here.";
    }

    /// <inheritdoc/>
    public override Verdict Verify(ReceivedRequest request, DateTimeOffset now)
    {
        if (SignedTime.ProblemOf(TimeOf(request.Headers)!.Value, now, Window, Ahead) is { } problem)
        {
            return Verdict.Refused(problem);
        }

        // As it was written: in another form the same time has another signature.
        var time = Encoding.Latin1.GetBytes(request.Headers[Time].ToString());
        return Fits(request.Headers, request.Body, time) || (Escaped(request.Body.Span) is { } escaped && Fits(request.Headers, escaped, time))
            ? Ids.Of(request)
            : Verdict.Refused("No signature fits: it was made with another key, or of other bytes.");
    }

    /// <inheritdoc/>
    public override string? ProblemAt(Uri address)
        => address is { Scheme: "https", Port: 443 } ? null : "Box calls https addresses at port 443 only, with a certificate of a public authority.";

    private bool Fits(IHeaderDictionary headers, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> time)
        // Each key has its own header; both are tried, so that time does not tell which it was.
        => Given(headers).Aggregate(false, (fits, one) => fits | Hmac.AnyFits([one.Key], [one.Signature], body, time));

    private IEnumerable<(byte[] Key, byte[] Signature)> Given(IHeaderDictionary headers)
    {
        foreach (var (header, key) in _keys)
        {
            if (headers[header] is [{ } text] && Hmac.FromBase64(text) is { } signature)
            {
                yield return (key, signature);
            }
        }
    }

    private static DateTimeOffset? TimeOf(IHeaderDictionary headers)
        => headers[Time] is [{ Length: < 40 } text] && DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    // Box signs ASCII, in which all else is escaped. What a proxy wrote again as UTF-8 is brought back to that form, as Box's own libraries do.
    private static byte[]? Escaped(ReadOnlySpan<byte> body)
    {
        if (!body.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !body.Contains((byte)'\\'))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(body);
        var escaped = new StringBuilder(text.Length + 64);
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                '\\' when i + 1 == text.Length || text[i + 1] != '/' => escaped.Append(@"\\"),
                '\r' => escaped.Append(@"\r"),
                '\n' => escaped.Append(@"\n"),
                '\t' => escaped.Append(@"\t"),
                >= ' ' and <= '~' => escaped.Append(text[i]),
                var other => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)other:x4}"),
            };
        }

        return Encoding.ASCII.GetBytes(escaped.ToString());
    }
}
