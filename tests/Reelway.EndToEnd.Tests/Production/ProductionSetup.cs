using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Sandbox;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Google;
using ServerProcess = Reelway.EndToEnd.Tests.Kills.ServerProcess;

namespace Reelway.EndToEnd.Tests.Production;

/// <summary>
/// All that talks need in production, none of it inside the server: bucket and queue (fauxqs), mail (maildev), sheets and pages (the sandbox).
/// The lines to the first two can be cut.
/// </summary>
internal sealed class ProductionSetup : IAsyncDisposable
{
    public const int Talks = 20;

    private const string Queue = "recordings";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly NodePeer _aws;
    private readonly NodePeer _mail;
    private readonly SandboxSpreadsheet _programme;

    private ProductionSetup(NodePeer aws, NodePeer mail, SandboxServer sandbox)
    {
        (_aws, _mail, Sandbox) = (aws, mail, sandbox);
        (AwsLine, MailLine) = (new TcpProxy(aws.Port), new TcpProxy(mail.Port));
        string[] header = ["Title", "Start", "End", "Stage", "Speakers", "Description", "Link"];
        var numbers = Enumerable.Range(1, Talks);
        _programme = sandbox.Google.Create(
            "Programme", [header, .. numbers.Select(number => (string[])[Title(number), "0:00.5", "5.5", "Harbour", $"{Speaker(number)} Example", "About plugs."])]);
        sandbox.Google.Create(
            "Speakers",
            [["First name", "Last name", "Company", "Mail"], .. numbers.Select(number => (string[])[Speaker(number), "Example", "Acme", Address(number)])]);
    }

    public SandboxServer Sandbox { get; }

    public TcpProxy AwsLine { get; }

    public TcpProxy MailLine { get; }

    /// <summary>Each speaker's mail address, in order.</summary>
    public static IEnumerable<string> Addresses => Enumerable.Range(1, Talks).Select(Address);

    public static IEnumerable<string> Titles => Enumerable.Range(1, Talks).Select(Title);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ProductionSetup> CreateAsync()
    {
        var aws = await NodePeer.StartFauxqsAsync(Cancellation);
        var mail = await NodePeer.StartMaildevAsync(Cancellation);
        var options = new SandboxOptions
        {
            // Small windows, so that a short clip still goes up in several.
            Facebook = new FacebookSandboxOptions
            {
                Settings = new FacebookSettings { RequireAppSecretProof = true, SmallestWindowBytes = 8 * 1024, LargestWindowBytes = 24 * 1024, PollsUntilProcessed = 1 },
            },
            Google = new GoogleSandboxOptions { Settings = new GoogleSettings { ReadsPerMinute = 1_000_000, WritesPerMinute = 1_000_000 } },
        };
        var setup = new ProductionSetup(aws, mail, await SandboxServer.StartAsync(options, Cancellation));
        await File.WriteAllTextAsync(setup._folder["reelway.yaml"], setup.Configuration(options.Facebook), Cancellation);
        return setup;
    }

    public ServerProcess StartServer() => ServerProcess.Start(_folder["reelway.yaml"], _folder["data"]);

    /// <summary>Puts the recordings into the bucket, each with the message that its bucket would send.</summary>
    public async Task HandInAsync(string recording)
    {
        await PutAsync("recordings", content: null);
        await PutAsync("clips", content: null);
        var url = (await CallQueueAsync("CreateQueue", new { QueueName = Queue })).GetProperty("QueueUrl").GetString();
        var bytes = await File.ReadAllBytesAsync(recording, Cancellation);
        foreach (var title in Titles)
        {
            await PutAsync($"recordings/{title}.mp4", bytes);
            var body = new
            {
                Records = new[]
                {
                    new
                    {
                        eventVersion = "2.1",
                        eventName = "ObjectCreated:Put",
                        s3 = new { bucket = new { name = "recordings" }, @object = new { key = $"{title}.mp4".Replace(' ', '+'), size = bytes.Length, sequencer = "0055AED6DCD90281E5" } },
                    },
                },
            };
            await CallQueueAsync("SendMessage", new { QueueUrl = url, MessageBody = JsonSerializer.Serialize(body) });
        }
    }

    /// <summary>Messages that are in the queue, seen or unseen.</summary>
    public async Task<int> QueuedAsync()
    {
        var url = (await CallQueueAsync("GetQueueUrl", new { QueueName = Queue })).GetProperty("QueueUrl").GetString();
        string[] names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        var found = await CallQueueAsync("GetQueueAttributes", new { QueueUrl = url, AttributeNames = names });
        return names.Sum(name => int.Parse(found.GetProperty("Attributes").GetProperty(name).GetString()!, CultureInfo.InvariantCulture));
    }

    /// <summary>Where each mail went that has arrived.</summary>
    public async Task<IReadOnlyList<string>> MailsAsync()
    {
        var mails = await _http.GetFromJsonAsync<JsonElement>(new Uri(_mail.Web, "email"), Cancellation);
        return [.. mails.EnumerateArray().Select(mail => mail.GetProperty("to")[0].GetProperty("address").GetString()!)];
    }

    /// <summary>Each talk's title and link, as the sheet has them.</summary>
    public IReadOnlyDictionary<string, string> Links => _programme.Rows().Skip(1).ToDictionary(row => row[0], row => row.ElementAtOrDefault(6) ?? "");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await AwsLine.DisposeAsync();
        await MailLine.DisposeAsync();
        await Sandbox.DisposeAsync();
        await _aws.DisposeAsync();
        await _mail.DisposeAsync();
        _folder.Dispose();
    }

    private static string Title(int number) => $"Talk {number:00} that survives the plug";

    private static string Speaker(int number) => $"Ann{number:00}";

    private static string Address(int number) => $"ann{number:00}@example.org";

    private async Task PutAsync(string path, byte[]? content)
    {
        using var body = new ByteArrayContent(content ?? []);
        using var answer = await _http.PutAsync(new Uri(_aws.Web, Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)), body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<JsonElement> CallQueueAsync(string action, object input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _aws.Web) { Content = JsonContent.Create(input, new MediaTypeHeaderValue("application/x-amz-json-1.0"), JsonSerializerOptions.Default) };
        request.Headers.Add("X-Amz-Target", $"AmazonSQS.{action}");
        using var answer = await _http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private string Configuration(FacebookSandboxOptions facebook) => string.Create(CultureInfo.InvariantCulture, $$"""
        data: { directory: data }
        server: { urls: ["http://127.0.0.1:0"] }
        media: { library: "s3://clips/talks" }
        engine: { retry_first_delay: 100ms, retry_max_delay: 2s, max_attempts: 30, sweep: 1s }
        intake:
          queues:
            main: { queue: {{Queue}}, hidden: 10s }
          queue_wait: 1s
        talks:
          fade: 1s
          shortest: 0s
          pictures: false
          sheet: google:Programme
          speakers: google:Speakers
          ready_poll: 200ms
          stages:
            Harbour: { page: "{{facebook.Pages[0].Id}}" }
        connections:
          aws:
            connector: aws
            region: us-east-1
            access_key: AKIAIOSFODNN7EXAMPLE
            secret_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
            sqs_url: http://127.0.0.1:{{AwsLine.Port}}
            s3_url: http://127.0.0.1:{{AwsLine.Port}}
            path_style: true
            checksums: false
          google:
            connector: google
            key: '{{Sandbox.Google.KeyFile(Sandbox.HttpUrl)}}'
            sheets_url: {{Sandbox.HttpUrl}}google
            drive_url: {{Sandbox.HttpUrl}}google
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
            port: {{MailLine.Port}}
            security: none
            from: Talks <talks@example.org>

        """);
}
