namespace Reelway.Hosting.Web;

/// <summary>Settings of the web server (<c>server.*</c>).</summary>
internal sealed class ServerOptions
{
    public const string Section = "server";

    /// <summary>Addresses to listen on. Default <c>http://127.0.0.1:7400</c>; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; set; } = ["http://127.0.0.1:7400"];

    /// <summary>What clients present to be let in; needed to listen beyond loopback. Default: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Host names by which the server is reached, besides the loopback ones. Default: none.</summary>
    /// <remarks>A request that names any other host is refused, so that a foreign name which resolves to this machine gets nothing (DNS rebinding).</remarks>
    public IReadOnlyList<string> Hosts { get; set; } = [];
}
