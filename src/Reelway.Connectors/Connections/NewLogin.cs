using System.Text;

namespace Reelway.Connectors;

/// <summary>What a login, or its renewal, has brought; the host keeps it. Prints without the secret.</summary>
/// <param name="Secret">Text that only the connector understands.</param>
/// <param name="Summary">As whom, and what it reaches, in words.</param>
/// <param name="ExpiresAt">When a person must log in again unless it is renewed before; null when it has no end, or nobody tells.</param>
public sealed record NewLogin(string Secret, string Summary, DateTimeOffset? ExpiresAt)
{
    /// <summary>The fault scopes that may go on with it.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What works but should be looked at, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Secret = ***, Summary = ").Append(Summary).Append(", ExpiresAt = ").Append(ExpiresAt?.ToString("O"));
        return true;
    }
}
