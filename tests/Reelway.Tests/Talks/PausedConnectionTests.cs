using System.Collections.Concurrent;
using System.Diagnostics;
using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Sandbox.Google;

namespace Reelway.Tests.Talks;

/// <summary>A whole talk with each of its connections paused before every step: nothing is lost, nothing is done twice, and it goes on.</summary>
public sealed class PausedConnectionTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Person = "somebody";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("facebook", "page, upload.start, upload, publish, link, post")]
    [InlineData("smtp", "mail:ada@example.test")]
    [InlineData("google", "find, claim, edit, describe, page, post, mail:ada@example.test, sheet")]
    [InlineData("aws", "edit, upload, publish")]
    public async Task A_pause_holds_up_every_step_that_would_use_the_connection_and_no_other(string name, string steps)
    {
        SandboxSpreadsheet programme = null!;
        await using var talks = await TalksHarness.StartAsync(
            sample, "",
            options => (options.Sheet, options.Speakers, options.FeedPost) = ("google:Programme", "google:People", true),
            library: "s3://library/clips",
            prepare: sandbox =>
            {
                programme = sandbox.Google.Create(
                    "Programme", [["Start", "Title", "End", "Stage", "Speakers", "Description", "Link"], ["0:01", "Owls", "4.5", "Barn", "Ada Example", "About owls.", ""]]);
                sandbox.Google.Create("People", [["First name", "Last name", "Mail"], ["Ada", "Example", "ada@example.test"]]);
            });
        var recorded = await RecordAsync(talks);
        using var pauses = new Pauses(talks, name);

        await pauses.BeginAsync();
        var id = (await talks.Intake.TakeEventAsync(recorded, Cancellation)).Taken.Single().Run;
        pauses.Follow(id);
        var held = new List<string>();
        RunView run;
        while (pauses.Holds(run = await talks.UntilAsync(id, view => pauses.Holds(view) || view.Summary.State is not (RunState.Queued or RunState.Running or RunState.Waiting))))
        {
            held.Add(run.Steps.Single(step => step.State == StepState.Waiting).Name);
            Assert.Equal(pauses.CallsBefore, pauses.Calls);
            await pauses.EndAsync();
        }

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal(steps, string.Join(", ", held));
        Assert.All(run.Steps, step => Assert.Empty(step.FailedAttempts));
        Assert.Single(talks.Sandbox.Facebook.Videos);
        Assert.Single(talks.Sandbox.Facebook.Posts);
        Assert.Single(talks.Sandbox.Mail.Messages.Entries);
        Assert.Single(talks.Sandbox.S3.Objects, found => found.Bucket == "library");
        Assert.Equal("https://www.facebook.com" + talks.Sandbox.Facebook.Videos[0].Permalink, programme.Rows()[1][6]);
    }

    /// <summary>Puts the sample into a bucket.</summary>
    /// <returns>What the bucket announces.</returns>
    private async Task<string> RecordAsync(TalksHarness talks)
    {
        var kept = await talks.Get<ConnectionPool>().Require<AwsBuckets>("aws").UploadAsync(sample.Path, "recordings", "Owls.mp4", "video/mp4", null, Cancellation);
        return """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"recordings"},"object":{"key":"Owls.mp4","eTag":"E"}}}]}"""
            .Replace("\"E\"", $"\"{kept.ETag}\"", StringComparison.Ordinal);
    }

    /// <summary>Pauses a connection whenever a step of a run has been stored, before the next one begins.</summary>
    private sealed class Pauses(TalksHarness talks, string name) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly ConcurrentBag<IDisposable> _subscriptions = [];
        private RunId? _run;

        /// <summary>Calls of the system by the time of the last pause.</summary>
        public long CallsBefore { get; private set; }

        public long Calls => name switch
        {
            "facebook" => talks.Sandbox.Facebook.Requests.Total,
            "smtp" => talks.Sandbox.Mail.Messages.Total,
            "google" => talks.Sandbox.Google.Requests.Total,
            _ => talks.Sandbox.S3.Requests.Total,
        };

        public void Follow(RunId run)
        {
            _run = run;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public bool Holds(RunView run)
            => run.Summary is { State: RunState.Waiting, Why: { } why } && why.StartsWith($"Held up: Connection {name} is paused", StringComparison.Ordinal);

        public async Task BeginAsync()
        {
            await talks.Get<ConnectionOperations>().PauseAsync(name, Person, Cancellation);
            CallsBefore = Calls;
        }

        public Task EndAsync() => talks.Get<ConnectionOperations>().ResumeAsync(name, Person, Cancellation);

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == EngineDiagnostics.ListenerName)
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        // On the thread of the step, which must not go on before the pause is durable.
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is StepEvent { Moment: StepMoment.Stored } stored && stored.Run == _run)
            {
                BeginAsync().GetAwaiter().GetResult();
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }
    }
}
