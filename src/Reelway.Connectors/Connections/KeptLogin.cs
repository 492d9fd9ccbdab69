using System.Text;

namespace Reelway.Connectors;

/// <summary>What a login left behind, as the host keeps it. Prints without the secret.</summary>
/// <param name="Secret">Text that only the connector understands.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record KeptLogin(string Secret, long Version)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Secret = ***, Version = ").Append(Version);
        return true;
    }
}
