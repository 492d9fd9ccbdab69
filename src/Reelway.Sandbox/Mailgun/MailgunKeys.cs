using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Mailgun;

/// <summary>Who calls: basic authentication with the user <c>api</c> and a key.</summary>
internal sealed class MailgunKeys(MailgunSandboxOptions options)
{
    private readonly ConcurrentDictionary<string, byte> _revoked = new(StringComparer.Ordinal);

    /// <summary>The key of a request; null when there is none that is good.</summary>
    public string? Of(HttpRequest request)
        => Text(request) is { } key && (key == options.ApiKey || key == options.SendingKey) && !_revoked.ContainsKey(key) ? key : null;

    /// <summary>True for a key that may look at what happened.</summary>
    public bool MayRead(string key) => key == options.ApiKey;

    /// <summary>Makes the key of a request useless from now on.</summary>
    public void Revoke(HttpRequest request)
    {
        if (Text(request) is { } key)
        {
            _revoked.TryAdd(key, 0);
        }
    }

    public void Reset() => _revoked.Clear();

    private static string? Text(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var count))
        {
            return null;
        }

        var login = Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2);
        return login is ["api", var key] ? key : null;
    }
}
