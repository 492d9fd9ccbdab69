using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Contracts;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>A sandbox whose bucket tells a queue of recordings, and all that a server needs to publish them.</summary>
internal sealed class QueueInstallation : IAsyncDisposable
{
    private const string Queue = "recordings";
    private const string Bucket = "recordings";

    private readonly TemporaryFolder _folder = new();

    private QueueInstallation(SandboxServer sandbox) => Sandbox = sandbox;

    public SandboxServer Sandbox { get; }

    public string TalkSheet => _folder["talks.csv"];

    public int Waiting => Sandbox.Sqs.Messages(Queue).Count;

    public static async Task<QueueInstallation> CreateAsync(IReadOnlyList<string> titles, CancellationToken cancellation)
    {
        var options = new SandboxOptions();
        var installation = new QueueInstallation(await SandboxServer.StartAsync(options, cancellation));
        installation.Sandbox.S3.Notify(Bucket, installation.Sandbox.Sqs.ArnOf(Queue));
        await File.WriteAllTextAsync(
            installation.TalkSheet,
            "Title,Start,End,Stage,Speakers,Description,Link\n" + string.Concat(titles.Select(title => $"{title},0:00.5,5.5,Harbour,,About it.,\n")), cancellation);
        await File.WriteAllTextAsync(installation._folder["speakers.csv"], "First name,Last name,Mail\n", cancellation);
        await installation.ConfigureAsync(options, cancellation);
        return installation;
    }

    public ServerProcess StartServer() => ServerProcess.Start(_folder["reelway.yaml"], _folder["data"]);

    /// <summary>Puts a recording into the bucket, which tells the queue.</summary>
    public async Task RecordAsync(string recording, string title, CancellationToken cancellation)
    {
        var account = new AwsSandboxOptions();
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
        using var buckets = AwsBuckets.Create(
            new AwsOptions
            {
                Region = account.Region,
                AccessKey = account.AccessKey,
                SecretKey = account.SecretKey,
                S3Url = new Uri(Sandbox.HttpUrl, "s3"),
                PathStyle = true,
            },
            http);
        await buckets.UploadAsync(recording, Bucket, $"{title}.mp4", "video/mp4", progress: null, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        _folder.Dispose();
    }

    // Without mails: one that is on its way at a kill asks a person, which is another test's matter.
    private Task ConfigureAsync(SandboxOptions options, CancellationToken cancellation) => File.WriteAllTextAsync(
        _folder["reelway.yaml"],
        string.Create(CultureInfo.InvariantCulture, $$"""
            data: { directory: data }
            server: { urls: ["http://127.0.0.1:0"] }
            media: { library: "file:library" }
            notifications: { enabled: false }
            intake:
              queues: { main: { queue: {{Queue}}, hidden: 1s } }
              queue_wait: 1s
            talks:
              fade: 1s
              shortest: 0s
              sheet: talks.csv
              speakers: speakers.csv
              ready_poll: 100ms
              default_page: "{{options.Facebook.Pages[0].Id}}"
              pictures: false
            connections:
              aws:
                connector: aws
                region: {{options.Aws.Region}}
                access_key: {{options.Aws.AccessKey}}
                secret_key: {{options.Aws.SecretKey}}
                sqs_url: {{Sandbox.HttpUrl}}sqs/
                s3_url: {{Sandbox.HttpUrl}}s3
                path_style: true
              facebook:
                connector: facebook
                graph_url: {{Sandbox.HttpUrl}}facebook/graph
                video_url: {{Sandbox.HttpUrl}}facebook/graph-video
                app_id: "{{options.Facebook.AppId}}"
                app_secret: {{options.Facebook.AppSecret}}
                access_token: {{options.Facebook.UserToken}}

            """),
        cancellation);
}
