using System.Text.RegularExpressions;

namespace Reelway.Frame.Configuration;

/// <summary>
/// Addresses as they can be shown: <c>postgresql://user:********@host/database</c>. What is understood part by part is shown; of an address that is not, as
/// one with an unescaped <c>/</c> or <c>@</c> in its password, nobody knows where the password ends, so nothing of it is.
/// </summary>
internal static partial class ShownAddress
{
    /// <summary>A setting that is declared as an address.</summary>
    /// <param name="secrets">Learn what was masked, so that nobody else says it.</param>
    public static string Of(string text, Secrets secrets)
    {
        if (text.Length == 0 || FileAddress().IsMatch(text))
        {
            return text;
        }

        if (Whole().Match(text) is not { Success: true } address)
        {
            // A place without a user is no secret, and may stand in a sentence of ours as an example.
            secrets.Add(text.Contains('@', StringComparison.Ordinal) ? text : null);
            secrets.Add(Credentials().Match(text).Value);
            return Secrets.Mask;
        }

        var scheme = address.Groups["scheme"].Value;
        return $"{scheme}://{User(address.Groups["user"], address.Groups["password"], scheme, secrets)}{address.Groups["place"].Value}"
            + Option().Replace(address.Groups["query"].Value, option => Harmless().IsMatch(option.Value) ? option.Value : Masked(option.Value, secrets));
    }

    /// <summary>Any other text: an address within it loses what stands between its user and its last <c>@</c>.</summary>
    public static string In(string text, Secrets secrets) => Within().Replace(text, password => Masked(password.Value, secrets));

    /// <summary>True for a file's path that is an address of another kind, put behind the wrong word.</summary>
    public static bool HoldsUser(string path) => !FileAddress().IsMatch("file:" + path);

    private static string User(Group user, Group password, string scheme, Secrets secrets)
    {
        if (!user.Success)
        {
            return "";
        }

        // For a database or a broker it is a name, and for everybody else it may be a token.
        var name = scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? Masked(user.Value, secrets) : user.Value;
        return password.Success ? $"{name}:{Masked(password.Value, secrets)}@" : $"{name}@";
    }

    private static string Masked(string secret, Secrets secrets)
    {
        if (secret.Length == 0)
        {
            return secret;
        }

        secrets.Add(secret);
        secrets.Add(Uri.UnescapeDataString(secret));
        return Secrets.Mask;
    }

    // A host, or what stands for all of them where a server listens; a path and a query without what belongs to a user.
    [GeneratedRegex(@"\A(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://((?<user>[A-Za-z0-9._~%+-]*)(:(?<password>[^/@:?#\s\\]*))?@)?(?<place>([A-Za-z0-9._~*+-]+|\[[0-9A-Fa-f:.%]+\])(:[0-9]{0,5})?(/[^@?#\s\\]*)?)(?<query>(\?[^@#\s\\]*)?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A(sqlite|file):(?!.*(://|:.*@|password))", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex FileAddress();

    [GeneratedRegex(@"(?<=[?&])[^&]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"\A(sslmode=[a-z-]*|sslrootcert=[^=]*)\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"(?<=:/{0,2}[^/@:\s]*:)\S+(?=@)")]
    private static partial Regex Credentials();

    [GeneratedRegex(@"(?<=:/{1,2}[^/@:\s]*:)\S+(?=@)")]
    private static partial Regex Within();
}
