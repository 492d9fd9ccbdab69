using System.Security.Cryptography;
using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>A secret that the sender puts into a header, for senders that sign nothing, such as iconik; in <c>Authorization</c> as <c>Bearer SECRET</c>.</summary>
/// <param name="header">The header.</param>
/// <param name="secrets">Those that are live.</param>
internal sealed class SecretHeaderVerifier(string header, IReadOnlyList<string> secrets, Identity identity) : Verifier
{
    private const string Bearer = "Bearer ";

    private readonly byte[][] _hashes = [.. secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))];

    /// <inheritdoc/>
    public override string? ProblemOf(IHeaderDictionary headers)
    {
        if (Presented(headers) is not { Length: > 0 } presented)
        {
            return $"It has no secret: the header {header} is missing, or is there more than once.";
        }

        // As hashes, so that neither time nor length tells anything.
        var hash = SHA256.HashData(Encoding.Latin1.GetBytes(presented));
        return _hashes.Aggregate(false, (fits, known) => fits | CryptographicOperations.FixedTimeEquals(hash, known)) ? null : $"The secret in the header {header} is another one.";
    }

    /// <inheritdoc/>
    public override Verdict Verify(ReceivedRequest request, DateTimeOffset now)
        => ProblemOf(request.Headers) is { } problem ? Verdict.Refused(problem) : identity.Of(request);

    private string? Presented(IHeaderDictionary headers)
    {
        if (headers[header] is not [{ } value])
        {
            return null;
        }

        return !header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? value
            : value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim()
            : null;
    }
}
