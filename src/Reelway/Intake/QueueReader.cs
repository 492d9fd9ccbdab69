using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Intake;

/// <summary>Reads queues: each message is deleted once what it asks for is durable, and not before.</summary>
/// <remarks>
/// A message that can't be read is left alone: after its hiding time it comes again, and after as many times as the queue's redrive policy says it goes to
/// the dead letters, where a person finds it.
/// </remarks>
/// <param name="setting">Where the queues are set, as messages name it.</param>
internal abstract partial class QueueReader(
    string setting, Live<IntakeOptions> current, ConnectionPool connections, IRuns runs, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>The queues by names of one's own.</summary>
    protected abstract IEnumerable<KeyValuePair<string, QueueSettings>> Queues { get; }

    /// <summary>Takes a message in. When it returns, the message is deleted.</summary>
    /// <returns>What of it was not acted on, and why.</returns>
    /// <exception cref="UnreadableEventException">It stays in the queue, for a person.</exception>
    protected abstract Task<IReadOnlyList<string>> TakeAsync(QueueMessage message, CancellationToken cancellation);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(Queues.Select(queue => WatchAsync(queue.Key, queue.Value, stoppingToken)));

    private async Task WatchAsync(string name, QueueSettings source, CancellationToken stopping)
    {
        string? url = null;
        var failures = 0;
        var (wasFull, wasPaused) = (false, false);
        while (!stopping.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                if (await connections.IsPausedAsync(source.Connection, stopping))
                {
                    if (!wasPaused)
                    {
                        LogPaused(name, source.Connection);
                    }

                    wasPaused = true;
                    await WaitAsync(current.Value.QueuePause, stopping);
                    continue;
                }

                wasPaused = false;
                var queues = connections.Require<AwsQueues>(source.Connection);
                url ??= await queues.FindUrlAsync(source.Queue, stopping);
                var isFull = await IsFullAsync(stopping);
                if (!isFull)
                {
                    await TakeSomeAsync(name, source, queues, url, stopping);
                    (failures, wasFull) = (0, false);
                    continue;
                }

                if (!wasFull)
                {
                    LogFull(name, current.Value.QueueLimit);
                }

                (wasFull, pause) = (true, current.Value.QueuePause);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                pause = PauseAfter(exception, ++failures);
                LogUnreachable(name, setting, exception.Message, pause);
            }

            await WaitAsync(pause, stopping);
        }
    }

    /// <summary>One receive. Ends with what it received taken in and deleted, or left in the queue.</summary>
    private async Task TakeSomeAsync(string name, QueueSettings source, AwsQueues queues, string url, CancellationToken stopping)
    {
        var messages = await queues.ReceiveAsync(url, AwsQueues.MostMessages, current.Value.QueueWait, source.Hidden, stopping);
        var done = new List<string>();
        foreach (var message in messages)
        {
            if (await TakeAsync(name, source, message, stopping))
            {
                done.Add(message.Handle);
            }
        }

        if (done.Count == 0)
        {
            return;
        }

        foreach (var why in (await queues.DeleteAsync(url, done, stopping)).Values)
        {
            // Harmless: it comes again, and its runs are found.
            LogNotDeleted(name, why);
        }
    }

    /// <summary>True when the message has done its work and can be deleted.</summary>
    private async Task<bool> TakeAsync(string name, QueueSettings source, QueueMessage message, CancellationToken stopping)
    {
        try
        {
            foreach (var ignored in await TakeAsync(message, stopping))
            {
                LogIgnored(name, message.Id, ignored);
            }

            return true;
        }
        catch (UnreadableEventException problem)
        {
            return Leave(name, source, message, problem.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Nothing is durable, so the message stays and comes again; the others need not wait for it.
            LogNotTakenIn(exception, name, message.Id);
            return false;
        }
    }

    private bool Leave(string name, QueueSettings source, QueueMessage message, string problem)
    {
        if (message.Receives is null || message.Receives >= source.WarnAfter)
        {
            LogPoison(name, message.Id, message.Receives ?? 0, problem);
        }
        else
        {
            LogUnreadable(name, message.Id, problem);
        }

        return false;
    }

    private async Task<bool> IsFullAsync(CancellationToken cancellation)
        => (await runs.CountAsync(cancellation)).GetValueOrDefault(RunState.Queued) >= current.Value.QueueLimit;

    private static TimeSpan PauseAfter(Exception exception, int failures)
    {
        var grown = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(failures, 10))));
        return exception is ConnectorException { RetryAfter: { } asked } && asked > grown ? asked : grown;
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, time, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The loop ends by itself.
        }
    }

    [LoggerMessage(3010, LogLevel.Error, "Queue {Queue}: message {MessageId} could not be taken in; it stays there and comes again")]
    private partial void LogNotTakenIn(Exception exception, string queue, string messageId);

    [LoggerMessage(3011, LogLevel.Information, "Queue {Queue}: message {MessageId} can't be read and stays there: {Reason}")]
    private partial void LogUnreadable(string queue, string messageId, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "Queue {Queue}: message {MessageId} came {Receives} times and can't be read: {Reason} Look at it in the dead letters, or delete it; the queue needs a redrive policy to move it there")]
    private partial void LogPoison(string queue, string messageId, int receives, string reason);

    [LoggerMessage(3013, LogLevel.Information, "Queue {Queue}: message {MessageId}: {What}")]
    private partial void LogIgnored(string queue, string messageId, string what);

    [LoggerMessage(3014, LogLevel.Information, "Queue {Queue}: a message was taken in and not deleted, so it comes again: {Reason}")]
    private partial void LogNotDeleted(string queue, string reason);

    [LoggerMessage(3015, LogLevel.Information, "Queue {Queue}: nothing is received while {Limit} runs or more wait for a place (intake.queue_limit)")]
    private partial void LogFull(string queue, int limit);

    [LoggerMessage(3017, LogLevel.Information, "Queue {Queue}: nothing is received while connection {Connection} is paused")]
    private partial void LogPaused(string queue, string connection);

    [LoggerMessage(3016, LogLevel.Warning, "Queue {Queue} ({Setting}) could not be read and is asked again after {Pause}: {Reason}")]
    private partial void LogUnreachable(string queue, string setting, string reason, TimeSpan pause);
}
