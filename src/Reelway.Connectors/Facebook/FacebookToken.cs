using System.Text;

namespace Reelway.Connectors.Facebook;

/// <summary>A token that Facebook issued. Prints without the token.</summary>
/// <param name="ExpiresAt">End of its life; null when Facebook named none: <see cref="FacebookPages.InspectTokenAsync"/> tells.</param>
public sealed record FacebookToken(string AccessToken, DateTimeOffset? ExpiresAt)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("AccessToken = ***, ExpiresAt = ").Append(ExpiresAt?.ToString("O"));
        return true;
    }
}
