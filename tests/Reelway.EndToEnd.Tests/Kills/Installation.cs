using System.Globalization;
using Reelway.Contracts;
using Reelway.Sandbox;
using Reelway.Sandbox.Facebook;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>A sandbox, and a folder with all that a server needs to publish one talk; the server itself comes and goes.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string Title = "What survives the plug";

    private readonly TemporaryFolder _folder = new();

    private Installation(SandboxServer sandbox) => Sandbox = sandbox;

    public SandboxServer Sandbox { get; }

    public string Configuration => _folder["reelway.yaml"];

    public string Data => _folder["data"];

    public string TalkSheet => _folder["talks.csv"];

    public static async Task<Installation> CreateAsync(string recording, CancellationToken cancellation)
    {
        // Small windows, so that a short clip still goes up in several.
        var options = new SandboxOptions
        {
            Facebook = new FacebookSandboxOptions
            {
                Settings = new FacebookSettings
                {
                    RequireAppSecretProof = true,
                    SmallestWindowBytes = 8 * 1024,
                    LargestWindowBytes = 24 * 1024,
                    PollsUntilProcessed = 1,
                },
            },
        };
        var installation = new Installation(await SandboxServer.StartAsync(options, cancellation));
        await installation.LayOutAsync(options.Facebook, recording, cancellation);
        return installation;
    }

    public ServerProcess StartServer(string? killAt = null) => ServerProcess.Start(Configuration, Data, killAt);

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LayOutAsync(FacebookSandboxOptions facebook, string recording, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder["recordings"]);
        File.Copy(recording, Path.Combine(_folder["recordings"], $"{Title}.mp4"));
        await File.WriteAllTextAsync(
            TalkSheet,
            $"""
            Title,Start,End,Stage,Speakers,Description,Link
            {Title},0:00.5,3.5,Harbour,"Ann Example, Ben Example",About plugs.,

            """,
            cancellation);
        await File.WriteAllTextAsync(
            _folder["speakers.csv"],
            """
            First name,Last name,Company,Mail
            Ann,Example,Acme,ann@example.org
            Ben,Example,Acme,ben@example.org

            """,
            cancellation);
        await File.WriteAllTextAsync(
            Configuration,
            string.Create(CultureInfo.InvariantCulture, $$"""
                data: { directory: data }
                server: { urls: ["http://127.0.0.1:0"] }
                media: { library: "file:library" }
                # One run is killed at all of its steps here.
                engine: { max_crashes: 100 }
                intake:
                  folder: recordings
                  settle: 100ms
                talks:
                  fade: 1s
                  shortest: 0s
                  sheet: talks.csv
                  speakers: speakers.csv
                  ready_poll: 100ms
                  stages:
                    Harbour: { page: "{{facebook.Pages[0].Id}}" }
                connections:
                  facebook:
                    connector: facebook
                    graph_url: {{Sandbox.HttpUrl}}facebook/graph
                    video_url: {{Sandbox.HttpUrl}}facebook/graph-video
                    app_id: "{{facebook.AppId}}"
                    app_secret: {{facebook.AppSecret}}
                    access_token: {{facebook.UserToken}}
                  smtp:
                    connector: smtp
                    host: 127.0.0.1
                    port: {{Sandbox.SmtpPort}}
                    security: none
                    from: Talks <talks@example.org>

                """),
            cancellation);
    }
}
