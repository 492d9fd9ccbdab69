using System.ComponentModel.DataAnnotations;
using Reelway.Connectors;

namespace Reelway.Frame.Web;

/// <summary>Settings of the web server (<c>server.*</c>).</summary>
internal sealed class ServerOptions : IValidatableObject
{
    // Short enough for words of one's own, long enough not to be found by trying.
    private const int ShortestKey = 16;

    /// <summary>Addresses to listen on. Default <c>http://127.0.0.1:5080</c>; port 0 takes a free one.</summary>
    [MinLength(1)]
    [Setting("Addresses to listen on; beyond this machine only with server.api_key.", Address = true)]
    public IReadOnlyList<string> Urls { get; set; } = ["http://127.0.0.1:5080"];

    /// <summary>What clients present to be let in; needed to listen beyond loopback. Default: none.</summary>
    [Setting("Key that the API and the dashboard ask for.", Secret = true)]
    public string? ApiKey { get; set; }

    /// <summary>Host names by which the server is reached, besides the loopback ones. Default: none.</summary>
    /// <remarks>A request that names any other host is refused, so that a foreign name which resolves to this machine gets nothing (DNS rebinding).</remarks>
    [Setting("Host names by which the server is reached, besides localhost and its own addresses.")]
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKey is { Length: > 0 and < ShortestKey })
        {
            yield return new ValidationResult($"is shorter than {ShortestKey} characters; make one with: openssl rand -hex 32", [nameof(ApiKey)]);
        }
    }
}
