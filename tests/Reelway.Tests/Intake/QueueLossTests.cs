using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Contracts;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;
using Reelway.Talks.Sources;

namespace Reelway.Tests.Intake;

/// <summary>The queue is never emptied before its work is safe.</summary>
public sealed class QueueLossTests
{
    private const string Queue = "recordings";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_whose_runs_were_not_started_stay_and_each_is_started_in_the_end()
    {
        var runs = new FailingRuns(failures: 30);
        await using var sandbox = await StartAsync(messages: 12);

        await WatchAsync(sandbox, runs, async () => await runs.UntilAsync(12, Cancellation));

        Assert.Equal(12, runs.Started.Count);
        Assert.Equal(0, runs.Missing(sandbox, 12));
    }

    [Fact]
    public async Task Stopped_a_hundred_times_between_receive_and_start_or_delete_it_loses_and_doubles_nothing()
    {
        const int Messages = 12;
        var time = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var sandbox = await StartAsync(Messages, time);
        var runs = new FailingRuns(failures: 0);
        for (var moment = 0; moment < 100; moment++)
        {
            // Before the start of the first of a receive's messages, after it, before the second's, ...
            runs.HoldAt(moment % (2 * AwsQueues.MostMessages));
            await WatchAsync(sandbox, runs, () => runs.HeldAsync(Cancellation));
            Assert.Equal(0, runs.Missing(sandbox, Messages));
            // What was received is hidden for a second.
            time.Advance(TimeSpan.FromSeconds(2));
        }

        runs.HoldAt(null);
        await WatchAsync(sandbox, runs, async () =>
        {
            await runs.UntilAsync(Messages, Cancellation);
            await sandbox.Sqs.Requests.WaitAsync(_ => sandbox.Sqs.Messages(Queue).Count == 0, Cancellation);
        });
        Assert.Equal((Messages, Messages), (runs.Started.Count, runs.Created));
    }

    [Fact]
    public async Task Nothing_is_received_while_runs_wait_for_a_place()
    {
        await using var sandbox = await StartAsync(messages: 1);
        var runs = new FailingRuns(failures: 0) { Queued = 200 };

        await WatchAsync(sandbox, runs, async () =>
        {
            await runs.CountedAsync(3, Cancellation);
            Assert.Empty(runs.Started);
            Assert.DoesNotContain(sandbox.Sqs.Requests.Entries, request => request.Detail == "ReceiveMessage");
            runs.Queued = 199;
            await runs.UntilAsync(1, Cancellation);
        });
    }

    [Fact]
    public async Task Nothing_is_received_while_the_connection_is_paused()
    {
        await using var sandbox = await StartAsync(messages: 1);
        using var folder = new TemporaryFolder();
        await using var database = SqliteDatabase.Open(folder["states.db"]);
        await Migrator.ApplyAsync(database, [ConnectionStore.Migrations], TimeProvider.System, Cancellation);
        var states = new ConnectionStore(database);
        await PauseAsync(states, new ConnectionPause(TimeProvider.System.GetUtcNow(), "somebody"));
        var runs = new FailingRuns(failures: 0);
        using var log = new CapturedLog();

        await WatchAsync(
            sandbox, runs,
            async () =>
            {
                await Eventually.TrueAsync(() => log.Text.Contains("nothing is received while connection aws is paused", StringComparison.Ordinal), "the pause is seen", Cancellation);
                Assert.Empty(sandbox.Sqs.Requests.Entries);
                await PauseAsync(states, pause: null);
                await runs.UntilAsync(1, Cancellation);
            },
            states, log);
    }

    private static Task PauseAsync(ConnectionStore states, ConnectionPause? pause)
        => states.WriteAsync(session => ConnectionStore.NotePauseAsync(session, "aws", pause), Cancellation);

    private static async Task<SandboxServer> StartAsync(int messages, TimeProvider? time = null)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = time ?? TimeProvider.System }, Cancellation);
        for (var number = 0; number < messages; number++)
        {
            sandbox.Sqs.Send(Queue, """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"N.mp4","eTag":"e"}}}]}"""
                .Replace("N.mp4", $"{number}.mp4", StringComparison.Ordinal));
        }

        return sandbox;
    }

    private static async Task WatchAsync(
        SandboxServer sandbox, FailingRuns runs, Func<Task> meanwhile, ConnectionStore? states = null, ILoggerFactory? logs = null)
    {
        var account = new AwsSandboxOptions();
        var aws = new AwsOptions
        {
            Region = account.Region,
            AccessKey = account.AccessKey,
            SecretKey = account.SecretKey,
            SqsUrl = new Uri(sandbox.HttpUrl, "sqs/"),
        };
        var options = new IntakeOptions
        {
            Queues = new() { ["main"] = new() { Queue = Queue, Hidden = TimeSpan.FromSeconds(1) } },
            QueueWait = TimeSpan.FromSeconds(1),
            QueuePause = TimeSpan.FromMilliseconds(20),
        };
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
        using var pool = new ConnectionPool([new("aws", "aws", aws)], http, NullLoggerFactory.Instance, TimeProvider.System, states: states);
        using var watching = new QueueIntake(
            new Live<IntakeOptions>(options, new SettingsState()), pool, new RecordingIntake(runs, NullLogger<RecordingIntake>.Instance), runs, TimeProvider.System, (logs ?? NullLoggerFactory.Instance).CreateLogger<QueueIntake>());
        await watching.StartAsync(Cancellation);
        await meanwhile();
        await watching.StopAsync(Cancellation);
    }

    /// <summary>Starts runs by their keys, unless the database is away.</summary>
    private sealed class FailingRuns(int failures) : IRuns
    {
        private readonly Channel<bool> _moved = Channel.CreateUnbounded<bool>();
        private readonly Channel<bool> _held = Channel.CreateUnbounded<bool>();
        private int? _holdAt;
        private int _moment;
        private int _failures = failures;
        private int _counted;

        public ConcurrentDictionary<string, byte> Started { get; } = new(StringComparer.Ordinal);

        public int Queued { get; set; }

        /// <summary>Runs that were new when they were started.</summary>
        public int Created { get; private set; }

        /// <summary>How many of the messages are neither started nor in the queue any more.</summary>
        public int Missing(SandboxServer sandbox, int messages)
        {
            var kept = sandbox.Sqs.Messages(Queue).Select(message => message.Body).ToList();
            return Enumerable.Range(0, messages).Count(number =>
                !Started.Keys.Any(key => key.Contains($"/{number}.mp4", StringComparison.Ordinal))
                && !kept.Any(body => body.Contains($"\"{number}.mp4\"", StringComparison.Ordinal)));
        }

        public async Task UntilAsync(int started, CancellationToken cancellation)
        {
            while (Started.Count < started)
            {
                await _moved.Reader.ReadAsync(cancellation);
            }
        }

        public async Task CountedAsync(int times, CancellationToken cancellation)
        {
            while (Volatile.Read(ref _counted) < times)
            {
                await _moved.Reader.ReadAsync(cancellation);
            }
        }

        /// <summary>Stands still at so many moments from now: each start has one before it and one after it. Null: never.</summary>
        public void HoldAt(int? moment) => (_holdAt, _moment) = (moment, 0);

        /// <summary>Waits until it stands still.</summary>
        public async Task HeldAsync(CancellationToken cancellation) => await _held.Reader.ReadAsync(cancellation);

        public async Task<StartedRun> StartAsync<TInput>(
            string flow, string key, TInput input, StartOptions options, Func<IDbSession, Task>? also, CancellationToken cancellation)
        {
            await PassAsync(cancellation);
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                throw new IOException("The disk is away.");
            }

            var created = Started.TryAdd(key, 0);
            Created += created ? 1 : 0;
            _moved.Writer.TryWrite(true);
            await PassAsync(cancellation);
            return new StartedRun(new RunId(1), created, InputDiffers: false);
        }

        public Task<IReadOnlyList<RunId>> OpenAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref _counted);
            _moved.Writer.TryWrite(true);
            return Task.FromResult<IReadOnlyDictionary<RunState, long>>(new Dictionary<RunState, long> { [RunState.Queued] = Queued });
        }

        private async Task PassAsync(CancellationToken cancellation)
        {
            if (_moment++ == _holdAt)
            {
                _held.Writer.TryWrite(true);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
        }

        public Task<IReadOnlyList<StartedRun>> StartManyAsync(
            IReadOnlyList<RunStart> starts, Func<IDbSession, IReadOnlyList<StartedRun>, Task> also, CancellationToken cancellation)
            => throw new NotSupportedException();

        public Task<MoveResult> MoveStartAsync(string flow, string key, DateTimeOffset at, Func<IDbSession, Task>? also, CancellationToken cancellation)
            => throw new NotSupportedException();

        public Task<IReadOnlyCollection<string>> CancelStartsAsync(
            string flow, IReadOnlyList<string> keys, string reason, Func<IDbSession, IReadOnlyCollection<string>, Task>? also, CancellationToken cancellation)
            => throw new NotSupportedException();

        public Task<long> CountAsync(string flow, RunState state, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<RunView?> FindAsync(RunId id, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<StepOutcomeView>> OutcomesAsync(IReadOnlyList<RunId> runs, IReadOnlyList<string> steps, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<long> CountNeedingPersonAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> PutAsideAsync(RunId id, string reason, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunSummary>> FindAsync(string flow, IReadOnlyList<string> keys, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunLogLine>> LogAsync(RunId id, long afterId, int limit, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> CancelAsync(RunId id, string reason, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> RetryAsync(RunId id, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> ReplayAsync(RunId id, string fromStep, ReplayOptions options, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> DecideAsync(RunId id, string step, Decision decision, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> SignalAsync<TPayload>(RunId id, string name, TPayload payload, string? dedup, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<MoveResult> SignalAsync<TPayload>(string flow, string key, string name, TPayload payload, string? dedup, CancellationToken cancellation)
            => throw new NotSupportedException();

        public Task<RunView> WaitAsync(RunId id, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<WorkerView>> WorkersAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
