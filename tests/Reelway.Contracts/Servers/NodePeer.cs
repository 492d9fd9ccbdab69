using System.Globalization;

namespace Reelway.Contracts.Servers;

/// <summary>A server of somebody else that we are tested against: an npm package, started on a free loopback port and ended by its id.</summary>
/// <remarks>./test installs them into <c>artifacts/peers</c> as <c>tests/peers/package-lock.json</c> says. They keep what they are given in memory.</remarks>
public sealed class NodePeer : IAsyncDisposable
{
    private static readonly string Home = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "peers"));

    private readonly ServerFolder _folder;
    private readonly ServerProcess _process;

    private NodePeer(ServerFolder folder, ServerProcess process, int port, int webPort)
    {
        _folder = folder;
        _process = process;
        Port = port;
        Web = new Uri($"http://127.0.0.1:{webPort}/");
    }

    /// <summary>Why there can be none on this machine; null when there can.</summary>
    public static string? Missing { get; } = File.Exists(Path.Combine(Home, "installed")) && Node is not null
        ? null
        : "the packages of others are not installed in artifacts/peers (./test does it, with npm)";

    /// <summary>Where it speaks its protocol.</summary>
    public int Port { get; }

    /// <summary>Where it speaks HTTP: its protocol when that is HTTP, else what it shows of itself.</summary>
    public Uri Web { get; }

    /// <summary>What it has said, for the message of a failure.</summary>
    public string Said => _process.Said;

    // The package's own node, which is there where the machine's is too old.
    private static string? Node
    {
        get
        {
            var own = Path.Combine(Home, "node_modules", $"node-linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture}".ToLowerInvariant(), "bin", "node");
            return File.Exists(own) ? own : Media.ToolPath.Find("node");
        }
    }

    /// <summary>fauxqs: S3 and SQS, path style, without signatures and events.</summary>
    public static Task<NodePeer> StartFauxqsAsync(CancellationToken cancellation)
        => StartAsync("fauxqs.mjs", port => [Text(port)], cancellation);

    /// <summary>local-aws-sqs: SQS with redrive.</summary>
    /// <param name="queues">JSON list whose elements are inputs of CreateQueue.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<NodePeer> StartSqsAsync(string queues, CancellationToken cancellation)
        => StartAsync("sqs.cjs", port => [Text(port), queues], cancellation);

    /// <summary>maildev: takes mails by SMTP, shows them at <c>email</c> below <see cref="Web"/>.</summary>
    public static async Task<NodePeer> StartMaildevAsync(CancellationToken cancellation)
    {
        var port = FreePort.Next();
        return await StartAsync(
            Path.Combine("node_modules", "maildev", "bin", "maildev"),
            web => ["--smtp", Text(port), "--web", Text(web), "--ip", "127.0.0.1", "--web-ip", "127.0.0.1"],
            cancellation,
            port);
    }

    /// <summary>A receiver that takes webhooks at <see cref="Web"/> when the library of Standard Webhooks for Node verifies them; GET answers the last one.</summary>
    public static Task<NodePeer> StartWebhooksAsync(string secret, CancellationToken cancellation)
        => StartAsync("webhooks.cjs", port => [Text(port), secret], cancellation);

    /// <summary>oidc-provider: a provider of OpenID Connect.</summary>
    /// <param name="world">JSON: client, secret, redirects and accounts, as <c>tests/peers/oidc.mjs</c> says.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<NodePeer> StartOidcAsync(string world, CancellationToken cancellation)
        => StartAsync("oidc.mjs", port => [Text(port), world], cancellation);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private static async Task<NodePeer> StartAsync(string script, Func<int, IEnumerable<string>> arguments, CancellationToken cancellation, int? port = null)
    {
        if (Missing is not null)
        {
            Assert.Skip(Missing);
        }

        var web = FreePort.Next();
        var folder = await ServerFolder.CreateAsync(cancellation);
        var start = new ServerStart(Node!, [Path.Combine(Home, script), .. arguments(web)], folder["peer.log"])
        {
            Environment = new Dictionary<string, string> { ["TMPDIR"] = folder.FullPath, ["HOME"] = folder.FullPath },
            DeathSignal = ServerSignal.Kill,

            // The packages lie below the repository, which nobody else may be able to read.
            KeepsUser = true,
        };
        var peer = new NodePeer(folder, await ServerProcess.StartAsync(start), port ?? web, web);
        try
        {
            await peer._process.ReadyAsync(() => AnswersAsync(peer.Web, cancellation), cancellation);
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> AnswersAsync(Uri web, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        try
        {
            // Whatever it says to a bare GET: it listens.
            using var answer = await client.GetAsync(web, cancellation);
            return true;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
