using System.Threading.Channels;
using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A connection that hears and sends the notifications of one channel; other sessions of the same database are at its other ends.</summary>
/// <remarks>
/// Kept apart from the stores' connections: committing a notification takes a lock that the whole server shares, which no journal row shall wait for.
/// A notification reaches only who listens at that moment.
/// </remarks>
public sealed class PostgresChannel : IAsyncDisposable
{
    /// <summary>A connection on which nothing happens is checked this often: a line that has gone silent looks just like one without news.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    private readonly NpgsqlConnection _connection;
    private readonly string _name;
    private readonly string _where;
    private readonly Channel<Notice> _notices = Channel.CreateUnbounded<Notice>(new() { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();

    private PostgresChannel(NpgsqlConnection connection, string name, string where)
    {
        (_connection, _name, _where) = (connection, name, where);
        Lost = Task.CompletedTask;
    }

    /// <summary>Fails with a <see cref="StorageException"/> when the connection is gone; completes when it was closed from here.</summary>
    public Task Lost { get; private set; }

    /// <summary>Connects.</summary>
    /// <param name="url">The database.</param>
    /// <param name="name">The channel: an SQL identifier.</param>
    /// <param name="heard">Called with every notification of another session; null for sending only.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="StorageException">It can't be reached or refuses the user.</exception>
    public static async Task<PostgresChannel> OpenAsync(PostgresUrl url, string name, Action<string>? heard, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(url);
        var connection = new NpgsqlConnection(PostgresConnections.OfChannel(url));
        try
        {
            await connection.OpenAsync(cancellation);
            var channel = new PostgresChannel(connection, name, url.Where);
            if (heard is not null)
            {
                connection.Notification += (_, notification) => channel.Hear(notification, heard);
                await channel.ExecuteAsync($"LISTEN {name}", [], cancellation);
            }

            channel.Lost = Task.Run(channel.RunAsync, CancellationToken.None);
            return channel;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw PostgresFaults.Of(failure, url.Where) ?? failure;
        }
    }

    /// <summary>Sends all of them in one transaction.</summary>
    /// <exception cref="StorageException">They may not have been sent: the connection is gone.</exception>
    public async Task NotifyAsync(IReadOnlyCollection<string> payloads, CancellationToken cancellation)
    {
        var notice = new Notice([.. payloads], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_notices.Writer.TryWrite(notice))
        {
            await Lost;
            throw new ObjectDisposedException(nameof(PostgresChannel));
        }

        await notice.Sent.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Lost.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        _closing.Dispose();
    }

    private void Hear(NpgsqlNotificationEventArgs notification, Action<string> heard)
    {
        if (notification.PID != _connection.ProcessID && notification.Channel == _name)
        {
            heard(notification.Payload);
        }
    }

    private async Task RunAsync()
    {
        Exception? end = null;
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                await WaitAsync();
                while (_notices.Reader.TryRead(out var notice))
                {
                    await SendAsync(notice);
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed from here.
        }
        catch (Exception failure)
        {
            end = PostgresFaults.Of(failure, _where) ?? failure;
        }

        _notices.Writer.Complete();
        while (_notices.Reader.TryRead(out var unsent))
        {
            unsent.Fail(end);
        }

        if (end is not null)
        {
            throw end;
        }
    }

    /// <summary>Waits until there is something to send, hearing what comes meanwhile.</summary>
    private async Task WaitAsync()
    {
        // Ending the wait by its token leaves the connection as it is; nothing else may be done on it while it waits.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var asked = _notices.Reader.WaitToReadAsync(enough.Token).AsTask();
        var heard = _connection.WaitAsync(CheckInterval, enough.Token);
        await Task.WhenAny(asked, heard);
        await enough.CancelAsync();
        await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (!await heard)
            {
                await ExecuteAsync("SELECT 1", [], _closing.Token);
            }
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            // There is something to send.
        }
    }

    private async Task SendAsync(Notice notice)
    {
        try
        {
            await ExecuteAsync("SELECT pg_notify($1, payload) FROM unnest($2) AS payload", [new() { Value = _name }, new() { Value = notice.Payloads }], _closing.Token);
            notice.Sent.SetResult();
        }
        catch (Exception failure)
        {
            notice.Fail(failure is OperationCanceledException ? null : PostgresFaults.Of(failure, _where) ?? failure);
            throw;
        }
    }

    private async Task ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record Notice(string[] Payloads, TaskCompletionSource Sent)
    {
        /// <param name="fault">Null when the connection was closed from here.</param>
        public void Fail(Exception? fault)
        {
            if (fault is null)
            {
                Sent.TrySetCanceled();
            }
            else
            {
                Sent.TrySetException(fault);
            }
        }
    }
}
