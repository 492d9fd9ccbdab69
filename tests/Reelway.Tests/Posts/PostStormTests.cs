using System.Globalization;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Intake;
using Reelway.Posts;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.X;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Posts;

/// <summary>Many events at once: twice each, by two ways, in any order, while answers are lost and processes come and go.</summary>
public sealed class PostStormTests(SharedServers servers) : IAsyncLifetime
{
    private const string Queue = "posts";
    private const int Processes = 3;

    // 10,000 with REELWAY_SOAK=1.
    private static readonly int Events = Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 10_000 : 150;

    private readonly ManualClock _clock = new();
    private readonly DateTimeOffset _start = new ManualClock().GetUtcNow();
    private readonly List<PostsProcess> _posts = [];
    private SandboxServer _sandbox = null!;
    private SharedStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Time = _clock, X = new XSandboxOptions { Accounts = PostsProcess.Accounts, Settings = new XSettings { PostsPerWindow = 1_000_000 } } }, Cancellation);
        _sandbox.Sqs.Create(Queue);
        _store = await SharedStore.OnPostgresAsync(servers, Cancellation);
        for (var number = 0; number < Processes; number++)
        {
            _posts.Add(await StartAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _posts)
        {
            await process.DisposeAsync();
        }

        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Each_reference_is_one_post_one_announcement_and_one_end()
    {
        for (var lost = 0; lost < Events / 10; lost++)
        {
            _sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }, Skip: lost * 10));
        }

        var random = new Random(20261130);
        var deliveries = Enumerable.Range(0, Events).SelectMany(number => new[] { (Number: number, ByQueue: true), (Number: number, ByQueue: false) }).ToArray();
        random.Shuffle(deliveries);
        foreach (var (number, byQueue) in deliveries)
        {
            if (byQueue)
            {
                _sandbox.Sqs.Send(Queue, Event(number));
            }
            else
            {
                Assert.Null((await _posts[random.Next(Processes)].Intake.TakeAsync(new ArrivedEvent(Event(number), $"key-{number}", $"key-{number}"), Cancellation)).Refusal);
            }

            if (random.Next(Events) == 0)
            {
                await RestartAsync(random.Next(Processes));
            }
        }

        await RestartAsync(random.Next(Processes));
        // Ten thousand take minutes: it goes on as long as more of them come out.
        var isDone = false;
        for (var seen = -1L; !isDone; seen = await CountOutAsync())
        {
            await _posts[0].PassAsync(TimeSpan.FromSeconds(5), async () => (isDone = await AreAllOutAsync()) || await CountOutAsync() > seen, "more posts are out, until all are");
        }

        Assert.Equal(Enumerable.Range(0, Events).Select(Message).Order(), _sandbox.X.Tweets.Select(tweet => tweet.Text).Order());
        await _posts[0].SettleEventsAsync();
        Assert.Equal(Events, await CountAsync("post.scheduled"));
        Assert.Equal(Events, await CountAsync("post.sent"));
        Assert.Equal(0, await CountAsync("post.failed"));
    }

    private async Task<bool> AreAllOutAsync()
    {
        // Who is asked looks at the account, as the sentence says.
        foreach (var asked in (await _posts[0].Runs.ListAsync(new RunQuery(Flow: SendPost.Flow, States: [RunState.NeedsAttention]), Cancellation)).Items)
        {
            var post = PostRow.TryParseRunKey(asked.Key, out var id, out _) ? (await _posts[0].Store.FindAsync(id, Cancellation))! : throw new InvalidOperationException(asked.Key);
            if (_sandbox.X.Tweets.FirstOrDefault(tweet => tweet.Text == post.Message) is { } tweet)
            {
                await _posts[0].Store.TellOutAsync(id, tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}", 1, Cancellation);
                await _posts[0].Runs.DecideAsync(asked.Id, SendPost.ConfirmStep, Decision.Sent, Cancellation);
            }
            else
            {
                await _posts[0].Runs.DecideAsync(asked.Id, SendPost.ConfirmStep, Decision.SendAgain, Cancellation);
            }
        }

        return _sandbox.Sqs.Messages(Queue).Count == 0 && await CountOutAsync() == Events;
    }

    private Task<long> CountOutAsync() => _posts[0].Runs.CountAsync(SendPost.Flow, RunState.Succeeded, Cancellation);

    private async Task<int> CountAsync(string type) => await _posts[0].CountEventsAsync(type);

    private async Task RestartAsync(int number)
    {
        await _posts[number].DisposeAsync();
        _posts[number] = await StartAsync();
    }

    private async Task<PostsProcess> StartAsync() => await PostsProcess.StartAsync(await _store.OpenAsync(_clock, Cancellation), _clock, _sandbox, new PostsOptions
    {
        Accounts = new() { ["conference"] = new PostAccount { Platform = "twitter", Connection = "x" } },
        Queues = new() { ["main"] = new QueueSettings { Queue = Queue } },
        Window = TimeSpan.FromSeconds(30),
        Measure = [],
    });

    private static string Message(int number) => string.Create(CultureInfo.InvariantCulture, $"Owl number {number}");

    // Every other one has a reference of its own; the others are known by the event's id.
    private string Event(int number)
        => $$$"""{"detail-type":"Schedule Social Post","source":"test","id":"event-{{{number}}}","detail":{"message":"{{{Message(number)}}}","platform":"twitter","scheduledDate":"{{{PostTimes.Write(_start.AddMinutes(2 + (number % 5)))}}}"{{{(number % 2 == 0 ? $",\"referenceNumber\":\"owl-{number}\"" : "")}}}}}""";

}
