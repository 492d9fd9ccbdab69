using Reelway.Connectors.Box;
using Reelway.Contracts;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Box;

namespace Reelway.Connectors.Tests.Box;

/// <summary>The stand-in of Box, which knows no code of the client, and a client of it.</summary>
internal sealed class BoxWorldFixture : IAsyncDisposable
{
    public const string Root = "300000000001";

    private readonly ConnectorHttp _http;

    private BoxWorldFixture(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        _http = new ConnectorHttp(TimeProvider.System, Log);
        System.IO.File.WriteAllText(ConfigFile, Box.ConfigFile());
        Files = BoxFiles.Create(Options, _http);
        Webhooks = BoxWebhooks.Create(Options, _http);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public SandboxServer Sandbox { get; }

    public BoxSandbox Box => Sandbox.Box;

    public TemporaryFolder Folder { get; } = new();

    public CapturedLog Log { get; } = new();

    public BoxFiles Files { get; }

    public BoxWebhooks Webhooks { get; }

    public ConnectorHttp Http => _http;

    public BoxOptions Options => new()
    {
        ConfigFile = ConfigFile,
        RootFolderId = Root,
        ApiUrl = new Uri(Sandbox.HttpUrl, "/box/2.0"),
        UploadUrl = new Uri(Sandbox.HttpUrl, "/box/api/2.0"),
        TokenUrl = new Uri(Sandbox.HttpUrl, "/box/oauth2/token"),
        ChunkedFrom = 1000,
    };

    private string ConfigFile => Path.Combine(Folder.FullPath, "box.json");

    public static async Task<BoxWorldFixture> StartAsync(BoxSettings? settings = null) => new(await SandboxServer.StartAsync(
        new SandboxOptions { Box = new BoxSandboxOptions { PrivateKey = Key.Value, Settings = settings ?? new BoxSettings { SmallestChunkedBytes = 1000, PartBytes = 100, RetryAfterSeconds = 0 } } }, Cancellation));

    /// <summary>Uploads in one go, as a caller does it step by step.</summary>
    public async Task<BoxFile> UploadAsync(string folder, string name, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        var upload = await Files.BeginAsync(folder, name, bytes.Length, Cancellation);
        var sent = await Files.SendAsync(upload, content, null, Cancellation);
        return (await Files.CommitAsync(upload, sent, Cancellation)).File!;
    }

    public async Task<BoxFile> PutAsync(string folder, string name, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        return await Files.FileAsync((await Box.PutAsync(folder, name, content, Cancellation)).Id, Cancellation);
    }

    public int Calls(string method, string end) => Box.Requests.Entries.Count(request => request.Method == method && request.Path.EndsWith(end, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Files.Dispose();
        Webhooks.Dispose();
        _http.Dispose();
        await Sandbox.DisposeAsync();
        Folder.Dispose();
        Log.Dispose();
    }

    // Making one takes long.
    private static readonly Lazy<string> Key = new(() =>
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    });
}
