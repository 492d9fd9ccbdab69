using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Reelway.Sandbox.X;

/// <summary>Who calls: OAuth 1.0a with HMAC-SHA1, recomputed from the request as it came in.</summary>
internal sealed class XSignature(XSandboxOptions options, TimeProvider time)
{
    // The real one is said to allow about five minutes.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Nonce, string Timestamp), byte> _nonces = new();
    private readonly ConcurrentDictionary<string, byte> _revoked = new(StringComparer.Ordinal);

    /// <summary>The account whose token signed the request; null when none did, or its time or nonce is not good.</summary>
    public XSandboxAccount? AccountOf(HttpRequest request)
    {
        var sent = Parameters(request);
        string Of(string name) => sent.GetValueOrDefault(name, "");
        if (Of("oauth_consumer_key") != options.ApiKey || Of("oauth_signature_method") != "HMAC-SHA1"
            || !long.TryParse(Of("oauth_timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds
            || options.Accounts.FirstOrDefault(one => one.Token == Of("oauth_token")) is not { } account || _revoked.ContainsKey(account.Token))
        {
            return null;
        }

        var expected = Sign(request, sent, account);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Of("oauth_signature")))
            && _nonces.TryAdd((Of("oauth_nonce"), Of("oauth_timestamp")), 0) ? account : null;
    }

    /// <summary>Makes the token of a request useless from now on.</summary>
    public void Revoke(HttpRequest request)
    {
        if (Parameters(request).TryGetValue("oauth_token", out var token))
        {
            _revoked.TryAdd(token, 0);
        }
    }

    public void Reset()
    {
        _nonces.Clear();
        _revoked.Clear();
    }

    private string Sign(HttpRequest request, IReadOnlyDictionary<string, string> sent, XSandboxAccount account)
    {
        var signed = new List<string>();
        foreach (var (name, value) in sent.Where(parameter => parameter.Key != "oauth_signature"))
        {
            signed.Add(Percent(name) + "=" + Percent(value));
        }

        foreach (var (name, values) in request.Query)
        {
            signed.AddRange(values.Select(value => Percent(name) + "=" + Percent(value ?? "")));
        }

        signed.Sort(StringComparer.Ordinal);
        var address = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path);
        var text = request.Method.ToUpperInvariant() + "&" + Percent(address) + "&" + Percent(string.Join("&", signed));
#pragma warning disable CA5350 // the method that the vendor uses
        using var hmac = new HMACSHA1(Encoding.ASCII.GetBytes(Percent(options.ApiKeySecret) + "&" + Percent(account.TokenSecret)));
#pragma warning restore CA5350
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.ASCII.GetBytes(text)));
    }

    private static Dictionary<string, string> Parameters(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.StartsWith("OAuth ", StringComparison.Ordinal) ? header["OAuth ".Length..].Split(',') : [])
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2)
            {
                found[Uri.UnescapeDataString(parts[0].Trim())] = Uri.UnescapeDataString(parts[1].Trim().Trim('"'));
            }
        }

        return found;
    }

    private static string Percent(string text)
    {
        var encoded = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
