using System.Text.Json;
using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Tests.Talks;

namespace Reelway.Tests.Intake;

public sealed class QueueIntakeTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls: why?,0:01,0:04,Barn,Ada Example,About owls.,\n";
    private const string Queue = "recordings";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_that_lands_in_a_bucket_is_published_and_its_clip_kept_in_another()
    {
        await using var talks = await StartAsync(Owls, library: "s3://library/clips");
        talks.Sandbox.S3.Notify("recordings", talks.Sandbox.Sqs.ArnOf(Queue));

        var captions = talks.Record("captions.srt", "1\n00:00:02,000 --> 00:00:03,000\nOwls!\n"u8.ToArray());
        var buckets = talks.Get<ConnectionPool>().Require<AwsBuckets>("aws");
        await buckets.UploadAsync(captions, "recordings", "day 1/Owls_ why_.srt", "text/plain", null, Cancellation);
        await buckets.UploadAsync(sample.Path, "recordings", "day 1/Owls_ why_.mp4", "video/mp4", null, Cancellation);
        var started = (await talks.UntilRunsAsync(1)).Single();
        var run = await talks.Runs.WaitAsync(started.Id, Cancellation);

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Contains("The clip has 1 caption.", (await talks.Runs.LogAsync(started.Id, 0, 100, Cancellation)).Select(line => line.Message));
        var video = Assert.Single(talks.Sandbox.Facebook.Videos);
        var row = (await talks.Store.FindAsync("Owls: why?", Cancellation))!;
        Assert.StartsWith("s3://library/clips/talks/", row.File, StringComparison.Ordinal);
        Assert.StartsWith("s3://recordings/day%201/Owls_%20why_.mp4", row.Recording, StringComparison.Ordinal);
        var kept = Assert.Single(talks.Sandbox.S3.Objects, found => found.Bucket == "library");
        Assert.Equal((video.Bytes, "video/mp4"), (kept.Bytes, kept.ContentType));
        await QueuedAsync(talks, 0);
    }

    [Fact]
    public async Task The_same_event_twice_is_one_run_and_both_messages_go()
    {
        await using var talks = await StartAsync("");
        var text = Event("Owls_ why_.mp4");

        talks.Sandbox.Sqs.Send(Queue, text);
        talks.Sandbox.Sqs.Send(Queue, text);
        talks.Sandbox.Sqs.Send(Queue, """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"recordings"}""");
        await QueuedAsync(talks, 0);

        Assert.Single(await talks.UntilRunsAsync(1));
    }

    [Fact]
    public async Task What_can_not_be_read_stays_in_the_queue_and_holds_nothing_up()
    {
        await using var talks = await StartAsync("");
        talks.Sandbox.Sqs.Send(Queue, "poison");
        talks.Sandbox.Sqs.Send(Queue, """{"Records":[{"eventVersion":"3.0"}]}""");
        talks.Sandbox.Sqs.Send(Queue, """{"Records":[5,""" + Event("Bees.mp4")["{\"Records\":[".Length..]);
        talks.Sandbox.Sqs.Send(Queue, Event("Owls.jpg"));
        talks.Sandbox.Sqs.Send(Queue, Event("Owls_ why_.mp4"));

        var runs = await talks.UntilRunsAsync(2);
        await QueuedAsync(talks, 3);

        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.EndsWith(".mp4", run.Key.Split('?')[0], StringComparison.Ordinal));

        Assert.All(talks.Sandbox.Sqs.Messages(Queue), message => Assert.True(message.ReceiveCount > 0));
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_asked_again_until_it_is()
    {
        await using var talks = await StartAsync("", queue: "later");
        await talks.Sandbox.Sqs.Requests.WaitAsync(requests => requests.Any(request => request.Detail == "GetQueueUrl" && request.Status == 400), Cancellation);

        talks.Sandbox.Sqs.Create("later");
        talks.Sandbox.Sqs.Send("later", Event("Owls_ why_.mp4"));

        Assert.Single(await talks.UntilRunsAsync(1));
    }

    private Task<TalksHarness> StartAsync(string rows, string library = "file:library", string queue = Queue) => TalksHarness.StartAsync(
        sample, rows,
        sources: options =>
        {
            options.Folder = null;
            options.QueueWait = TimeSpan.FromSeconds(1);
            options.Queues = new() { ["main"] = new() { Queue = queue } };
        },
        library: library);

    private static string Event(string key) => JsonSerializer.Serialize(new
    {
        Records = new[]
        {
            new
            {
                eventVersion = "2.1",
                eventName = "ObjectCreated:Put",
                s3 = new { bucket = new { name = "recordings" }, @object = new { key, eTag = "d41d8cd98f00b204e9800998ecf8427e", sequencer = "0055AED6DCD90281E5" } },
            },
        },
    });

    private static Task QueuedAsync(TalksHarness talks, int count)
        => Eventually.TrueAsync(() => talks.Sandbox.Sqs.Messages(Queue).Count == count, $"{count} messages in the queue", Cancellation);
}
