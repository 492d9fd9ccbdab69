using System.Security.Cryptography;
using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>Facebook, Instagram and WhatsApp: <c>X-Hub-Signature-256</c> with the app's secret, and a challenge by GET when the subscription is made.</summary>
/// <param name="secrets">Secrets of the app that are live.</param>
/// <param name="verifyToken">What Meta shows in its challenge: one's own word, set there.</param>
internal sealed class MetaVerifier(IReadOnlyList<string> secrets, string verifyToken) : SharedHmacVerifier("X-Hub-Signature-256", secrets, Identity.Body)
{
    private const int LongestChallenge = 200;

    private readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(verifyToken));

    /// <inheritdoc/>
    public override Verdict? Challenge(IQueryCollection query)
    {
        if (query["hub.mode"].ToString() != "subscribe")
        {
            return null;
        }

        var challenge = query["hub.challenge"].ToString();
        return !CryptographicOperations.FixedTimeEquals(_token, SHA256.HashData(Encoding.UTF8.GetBytes(query["hub.verify_token"].ToString())))
            ? Verdict.Refused("The verify token is another one.")
            // Given back as it came, so nothing that could be a page or a script.
            : challenge.Length is > 0 and <= LongestChallenge && challenge.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
                ? Verdict.Good(challenge)
                : Verdict.Refused("The challenge is not of letters and digits.");
    }

    /// <inheritdoc/>
    public override string? ProblemAt(Uri address) => address.Scheme == "https" ? null : "Meta calls https addresses only.";
}
