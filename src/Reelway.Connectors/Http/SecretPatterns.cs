using System.Text.RegularExpressions;

namespace Reelway.Connectors;

/// <summary>Takes out of text what looks like a secret, whoever's it is: values of telling names, credentials in headers and addresses, known kinds of tokens.</summary>
public static partial class SecretPatterns
{
    /// <summary>What stands for a secret.</summary>
    public const string Replacement = "***";

    /// <summary>The text without whatever looks like a secret.</summary>
    public static string Mask(string text)
    {
        text = JsonValue().Replace(text, $"$1{Replacement}$2");
        text = NamedValue().Replace(text, $"$1{Replacement}");
        text = Credentials().Replace(text, $"$1 {Replacement}");
        text = UserInfo().Replace(text, $"$1{Replacement}@");
        return TokenLike().Replace(text, Replacement);
    }

    private const string SecretName =
        """[\w.\-\[\]]{0,40}(?:token|secret|passw(?:or)?d|passphrase|api[_\-]?key|access[_\-]?key|signature|proof|credential|authorization)[\w.\-\[\]]{0,40}""";

    [GeneratedRegex($$"""("{{SecretName}}"\s*:\s*")(?:[^"\\]|\\.)*("|$)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JsonValue();

    [GeneratedRegex($$"""(\b{{SecretName}}=|[?&]code=)[^&\s"'<>;,]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();

    [GeneratedRegex("""\b(Bearer|Basic|OAuth|Authorization:)\s+(?:(?:Bearer|Basic|OAuth|Digest)\s+)?[A-Za-z0-9._~+/=|\-]{8,}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [GeneratedRegex("""(\b[a-z][a-z0-9+.\-]*://)[^/\s@"']+@""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    // Access tokens of Meta (EAA…), its app tokens (id|secret), JSON web tokens.
    [GeneratedRegex("""\bEAA[A-Za-z0-9]{8,}|\b\d{5,}\|[\w\-]{16,}|\beyJ[\w\-]{8,}\.[\w\-]+\.[\w\-]*""", RegexOptions.CultureInvariant)]
    private static partial Regex TokenLike();
}
