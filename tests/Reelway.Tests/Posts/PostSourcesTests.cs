using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Intake;
using Reelway.Posts;
using Reelway.Sandbox;
using Reelway.Sandbox.X;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Posts;

/// <summary>Events that come by themselves: out of queues, and as files of a folder.</summary>
public sealed class PostSourcesTests : IAsyncLifetime
{
    private const string Queue = "posts";

    private readonly ManualClock _clock = new();
    private readonly TemporaryFolder _folder = new();
    private SandboxServer _sandbox = null!;
    private SharedStore _store = null!;
    private PostsProcess _posts = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = _clock, X = new XSandboxOptions { Accounts = PostsProcess.Accounts } }, Cancellation);
        _sandbox.Sqs.Create(Queue);
        _store = await SharedStore.OnSqliteAsync();
        _posts = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _posts.DisposeAsync();
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_event_in_a_queue_bare_or_through_SNS_is_a_post_whose_reference_is_the_messages_id_and_leaves_the_queue()
    {
        var bare = _sandbox.Sqs.Send(Queue, Event("Owls"));
        var wrapped = _sandbox.Sqs.Send(Queue, $$"""{"Type":"Notification","TopicArn":"arn:aws:sns:eu-west-1:111122223333:posts","Message":{{System.Text.Json.JsonSerializer.Serialize(Event("Bees", ",\"referenceNumber\":\"bees\""))}}}""");

        await PassAsync(() => _sandbox.Sqs.Messages(Queue).Count == 0);

        Assert.Equal("Owls", (await _posts.FindAsync(bare.Id)).Message);
        Assert.Equal("Bees", (await _posts.FindAsync("bees")).Message);
        Assert.Empty(await _posts.Store.FindAllAsync(wrapped.Id, Cancellation));
    }

    [Fact]
    public async Task Events_that_cant_be_accepted_leave_the_queue_for_the_dead_letters_and_hold_nothing_up()
    {
        foreach (var body in new[] { "{", "hello", "\"\\\"hello\\\"\"", Event("Owls").Replace("twitter", "Twitter", StringComparison.Ordinal) })
        {
            _sandbox.Sqs.Send(Queue, body);
        }

        var good = _sandbox.Sqs.Send(Queue, Event("Hens"));
        await PassAsync(() => _sandbox.Sqs.Messages(Queue).Count == 0);

        Assert.Equal("Hens", (await _posts.FindAsync(good.Id)).Message);
        await Eventually.TrueAsync(
            async () => (await _posts.Runs.ListAsync(new RunQuery(Flow: KeepRefusedEvent.Flow, DeadLetters: true), Cancellation)).Items.Count == 4, "four dead letters", Cancellation);
        await _posts.SettleEventsAsync();
        Assert.Equal(4, (await _posts.EventsAsync("post.failed")).Count);
    }

    [Fact]
    public async Task A_file_in_the_folder_is_a_post_named_after_it_and_a_restart_neither_repeats_nor_reverts_it()
    {
        _folder.Write("owls-1.json", Event("Owls"));
        _folder.Write("notes.txt", "not an event");
        await PassAsync(async () => (await _posts.Store.FindAllAsync("owls-1", Cancellation)).Count == 1);
        await _posts.AskAsync("owls-1", "Owls, changed by hand", _clock.GetUtcNow().AddDays(3), asked: DateTimeOffset.MaxValue.AddDays(-1));
        await _posts.DisposeAsync();

        _posts = await StartAsync();
        _folder.Write("bees-1.json", Event("Bees"));
        await PassAsync(async () => (await _posts.Store.FindAllAsync("bees-1", Cancellation)).Count == 1);

        Assert.Equal("Owls, changed by hand", (await _posts.FindAsync("owls-1")).Message);
        Assert.Empty(await _posts.EventsAsync("post.failed"));
    }

    [Fact]
    public async Task A_file_that_is_written_again_changes_its_post()
    {
        var path = _folder.Write("owls-1.json", Event("Owls"));
        await PassAsync(async () => (await _posts.Store.FindAllAsync("owls-1", Cancellation)).Count == 1);

        _folder.Write("owls-1.json", Event("Owls and bees"));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(5));
        await PassAsync(async () => (await _posts.FindAsync("owls-1")).Message == "Owls and bees");

        Assert.Equal(2, (await _posts.EventsAsync("post.scheduled")).Count);
    }

    private async Task<PostsProcess> StartAsync() => await PostsProcess.StartAsync(await _store.OpenAsync(_clock, Cancellation), _clock, _sandbox, new PostsOptions
    {
        Accounts = new() { ["conference"] = new PostAccount { Platform = "twitter", Connection = "x" } },
        Queues = new() { ["main"] = new QueueSettings { Queue = Queue } },
        Folder = _folder.FullPath,
    });

    private string Event(string message, string more = "")
        => $$$"""{"detail-type":"Schedule Social Post","source":"test","detail":{"message":"{{{message}}}","platform":"twitter","scheduledDate":"{{{PostTimes.Write(_clock.GetUtcNow().AddDays(2))}}}"{{{more}}}}}""";

    private Task PassAsync(Func<bool> until) => PassAsync(() => Task.FromResult(until()));

    private Task PassAsync(Func<Task<bool>> until) => _posts.PassAsync(TimeSpan.FromSeconds(1), until, "it is taken in");
}
