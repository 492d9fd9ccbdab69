using System.Security.Cryptography;
using System.Text;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>The keys that open this server.</summary>
internal sealed class KnownKeys(ServerOptions options, ProcessToken token)
{
    private readonly byte[]? _apiKey = string.IsNullOrWhiteSpace(options.ApiKey) ? null : Digest(options.ApiKey.Trim());
    private readonly byte[] _token = Digest(token.Value);

    /// <summary>False when the server is open to everybody on this machine.</summary>
    public bool Required => _apiKey is not null;

    /// <summary>Changes when the key changes, and does not give it away: what a signed-in browser is bound to.</summary>
    public string Fingerprint => _apiKey is null ? "" : Convert.ToHexStringLower(Digest(Convert.ToHexString(_apiKey)));

    /// <summary>Whether the text is the token of this process: whoever has that may read the data directory, and so is the user that the server runs as.</summary>
    public bool IsOwn(string presented) => CryptographicOperations.FixedTimeEquals(Digest(presented), _token);

    /// <summary>Whether the text is one of the keys. Digests of equal length are compared, in constant time.</summary>
    public bool Knows(string presented)
    {
        var digest = Digest(presented);
        var isKey = _apiKey is not null && CryptographicOperations.FixedTimeEquals(digest, _apiKey);
        return isKey | CryptographicOperations.FixedTimeEquals(digest, _token);
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
