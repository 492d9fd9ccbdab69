using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Aws;

/// <summary>Finds out whether a request is signed by the account, as AWS does it.</summary>
internal sealed class AwsRequests(AwsSandboxOptions account, TimeProvider time)
{
    // AWS refuses what was signed more than a quarter of an hour before or after now.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, byte> _expired = new(StringComparer.Ordinal);

    public AwsSandboxOptions Account => account;

    /// <summary>Makes the credentials of a request useless from now on.</summary>
    public void Expire(HttpRequest request) => _expired.TryAdd(SignedHeader.Of(request)?.AccessKey ?? "", 0);

    public void Reset() => _expired.Clear();

    /// <summary>The key that signed the request, for what is signed after its headers.</summary>
    /// <exception cref="AwsException">It is not signed, not by the account, or not well.</exception>
    public (SignedHeader Header, SigningKey Key) Check(HttpRequest request, AwsRefusals refusals, string service, string bodyHash)
    {
        var header = SignedHeader.Of(request) ?? throw refusals.NotSigned();
        if (header.AccessKey != account.AccessKey)
        {
            throw refusals.UnknownKey();
        }

        var token = request.Headers["x-amz-security-token"].ToString();
        if (token != (account.SessionToken ?? ""))
        {
            throw refusals.BadToken();
        }

        if (_expired.ContainsKey(header.AccessKey))
        {
            throw refusals.Expired();
        }

        if (header.Service != service || header.Region != account.Region)
        {
            throw refusals.WrongScope($"{account.Region}/{service}", $"{header.Region}/{header.Service}");
        }

        var now = time.GetUtcNow();
        if ((now - header.At).Duration() > Tolerance)
        {
            throw refusals.Skewed(header.Date, now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        }

        // What AWS wants to be signed: a header that is not could be changed on the way.
        if (!header.Headers.Contains("host") || request.Headers.Keys.Any(name => IsBound(name) && !header.Headers.Contains(name.ToLowerInvariant())))
        {
            throw refusals.Mismatch("There were headers present in the request which were not signed");
        }

        var key = new SigningKey(account.SecretKey, header.Scope);
        var canonical = CanonicalRequest.Of(request, header.Headers, bodyHash, encodeTwice: service != "s3");
        var expected = key.Sign("AWS4-HMAC-SHA256", header.Date, header.Scope, SigningKey.Hash(canonical));
        return SigningKey.AreEqual(expected, header.Signature)
            ? (header, key)
            : throw refusals.Mismatch("The request signature we calculated does not match the signature you provided. Check your key and signing method.");
    }

    private static bool IsBound(string name) => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase);
}
