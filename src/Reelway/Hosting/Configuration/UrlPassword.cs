using System.Text.RegularExpressions;

namespace Reelway.Hosting.Configuration;

/// <summary>Passwords inside addresses: <c>postgresql://user:PASSWORD@host/database</c>.</summary>
internal static partial class UrlPassword
{
    /// <summary>The text with the password masked, however short it is; from now on it is a secret everywhere.</summary>
    public static string Hide(string text, Secrets secrets) => Password().Replace(text, password =>
    {
        secrets.Add(password.Value);
        secrets.Add(Uri.UnescapeDataString(password.Value));
        return Secrets.Mask;
    });

    [GeneratedRegex(@"(?<=://[^/@:\s]*:)[^/@\s]+(?=@)")]
    private static partial Regex Password();
}
