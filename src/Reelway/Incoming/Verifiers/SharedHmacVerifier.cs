using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>A plain HMAC-SHA256 of the body in a header, in hexadecimal or base64, with or without <c>sha256=</c> before it. It has no time, so what identifies the delivery is all that keeps a recorded one out.</summary>
/// <param name="header">The header.</param>
/// <param name="secrets">Those that are live.</param>
internal class SharedHmacVerifier(string header, IReadOnlyList<string> secrets, Identity identity) : Verifier
{
    private const string Algorithm = "sha256=";

    private readonly byte[][] _keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public override string? ProblemOf(IHeaderDictionary headers)
        => headers[header] is not [{ Length: > 0 }] ? $"It is not signed: the header {header} is missing, or is there more than once."
            : SignatureIn(headers) is null ? $"The header {header} holds no signature (64 hexadecimal digits, or base64 of 32 bytes)."
            : null;

    /// <inheritdoc/>
    public override Verdict Verify(ReceivedRequest request, DateTimeOffset now)
        => Hmac.AnyFits(_keys, [SignatureIn(request.Headers)!], request.Body)
            ? identity.Of(request)
            : Verdict.Refused("The signature does not fit: it was made with another secret, or of other bytes.");

    private byte[]? SignatureIn(IHeaderDictionary headers)
    {
        var text = headers[header].ToString();
        var bare = text.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase) ? text[Algorithm.Length..] : text;
        return Hmac.FromHex(bare) ?? Hmac.FromBase64(bare);
    }
}
