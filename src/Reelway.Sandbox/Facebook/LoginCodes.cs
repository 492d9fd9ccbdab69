using System.Security.Cryptography;

namespace Reelway.Sandbox.Facebook;

/// <summary>Codes that the login dialog sends along: for one use, soon, and with the address they were sent to.</summary>
internal sealed class LoginCodes(TimeProvider time)
{
    /// <summary>The vendor names no figure; OAuth advises ten minutes at most (RFC 6749, 4.1.2).</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>A code for what a person has granted.</summary>
    /// <param name="redirect">The address it is sent to, as the dialog was given it.</param>
    public string Issue(string redirect, IReadOnlyList<string> scopes)
    {
        var code = "AQ" + RandomNumberGenerator.GetHexString(60, lowercase: true);
        lock (_lock)
        {
            _grants[code] = new Grant(redirect, scopes, time.GetUtcNow() + Life, IsUsed: false);
        }

        return code;
    }

    /// <summary>What was granted with the code, which is used up by it.</summary>
    /// <exception cref="GraphException">It is unknown, used, over, or was sent to another address.</exception>
    public IReadOnlyList<string> Redeem(string code, string redirect)
    {
        lock (_lock)
        {
            if (!_grants.TryGetValue(code, out var grant))
            {
                throw Refused("Invalid verification code format.", subcode: null);
            }

            if (grant.Redirect != redirect)
            {
                throw Refused("Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request", 36008);
            }

            if (grant.IsUsed)
            {
                throw Refused("This authorization code has been used.", 36009);
            }

            if (grant.EndsAt <= time.GetUtcNow())
            {
                throw Refused("This authorization code has expired.", 36007);
            }

            _grants[code] = grant with { IsUsed = true };
            return grant.Scopes;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _grants.Clear();
        }
    }

    private static GraphException Refused(string message, int? subcode) => new(new GraphError(message, 100, subcode));

    private sealed record Grant(string Redirect, IReadOnlyList<string> Scopes, DateTimeOffset EndsAt, bool IsUsed);
}
