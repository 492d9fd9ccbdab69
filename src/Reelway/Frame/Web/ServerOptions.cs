using System.ComponentModel.DataAnnotations;
using System.Net;
using Reelway.Configuration;

namespace Reelway.Frame.Web;

/// <summary>Settings of the web server (<c>server.*</c>).</summary>
internal sealed class ServerOptions : IValidatableObject
{
    // Short enough for words of one's own, long enough not to be found by trying.
    private const int ShortestKey = 16;

    [MinLength(1)]
    [Setting("Addresses to listen on; beyond this machine only with server.api_key, or when there is somebody who can sign in.", Address = true)]
    public IReadOnlyList<string> Urls { get; set; } = ["http://127.0.0.1:5080"];

    [Setting("Key that the API and the dashboard ask for.", Secret = true)]
    public string? ApiKey { get; set; }

    /// <remarks>A request that names any other host is refused, so that a foreign name which resolves to this machine gets nothing (DNS rebinding).</remarks>
    [Setting("Host names by which the server is reached, besides localhost and its own addresses.")]
    public IReadOnlyList<string> Hosts { get; set; } = [];

    [Setting("Whether people may sign in over plain http from other machines: only where the network itself is safe.")]
    public bool PlainHttp { get; set; }

    [Range(0, 1_000_000)]
    [Setting("Requests that one key, one person, or one address without either may send in a minute; 0 sets no limit.")]
    public int RequestsPerMinute { get; set; } = 6000;

    [Setting("Addresses and networks (10.20.0.0/16) of the proxies in front of this server: only what they say of a caller's address (X-Forwarded-For) and scheme (X-Forwarded-Proto) counts. Default: none.")]
    public IReadOnlyList<string> Proxies { get; set; } = [];

    /// <summary>The same, read.</summary>
    internal IReadOnlyList<IPNetwork> ProxyNetworks => [.. Proxies.Select(text => ClientAddress.TryNetwork(text, out var network) ? network : throw new FormatException(text))];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var wrong in Proxies.Where(text => !ClientAddress.TryNetwork(text, out _)))
        {
            yield return new ValidationResult($"\"{wrong}\" is neither an address nor a network; write it like 10.20.0.5 or 10.20.0.0/16.", [nameof(Proxies)]);
        }

        if (ApiKey is { Length: > 0 and < ShortestKey })
        {
            yield return new ValidationResult($"is shorter than {ShortestKey} characters; make one with: openssl rand -hex 32", [nameof(ApiKey)]);
        }
    }
}
