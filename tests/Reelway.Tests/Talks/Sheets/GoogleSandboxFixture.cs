using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Google;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Google;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

/// <summary>The Google stand-in, and a connection to it; one for all tests of a class, which have sheets of their own.</summary>
public sealed class GoogleSandboxFixture : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private ConnectorHttp _http = null!;

    internal SandboxServer Sandbox { get; private set; } = null!;

    internal GoogleSheets Client { get; private set; } = null!;

    /// <summary>Quotas that no test reaches by accident.</summary>
    internal static GoogleSettings Roomy { get; } = new() { ReadsPerMinute = 1_000_000, WritesPerMinute = 1_000_000 };

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Google = new GoogleSandboxOptions { Settings = Roomy } }, TestContext.Current.CancellationToken);
        _http = new ConnectorHttp(TimeProvider.System, _log);
        Client = GoogleSheets.Create(Options(Sandbox), _http);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await Sandbox.DisposeAsync();
        _log.Dispose();
    }

    /// <summary>A connection <c>google</c> to a sandbox.</summary>
    internal static GoogleOptions Options(SandboxServer sandbox) => new()
    {
        Key = sandbox.Google.KeyFile(sandbox.HttpUrl),
        SheetsUrl = new Uri(sandbox.HttpUrl, "google"),
        DriveUrl = new Uri(sandbox.HttpUrl, "google"),
    };

    /// <summary>The adapter on a sheet of the stand-in.</summary>
    internal GoogleSheet Open(string name, string? tab = null)
        => new(() => Client, new GoogleSheetName(name, tab, "talks.sheet"), new FaultClassifier(TimeProvider.System)) { Connection = "google" };
}
