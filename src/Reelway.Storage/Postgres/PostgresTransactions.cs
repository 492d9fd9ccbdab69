using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>Runs bodies as transactions, and always knows what became of them.</summary>
/// <param name="pool">Where connections come from.</param>
/// <param name="where">Host, port and database, for messages.</param>
/// <param name="closing">The process gives the database up: an outcome that is still unknown then stays so.</param>
internal sealed class PostgresTransactions(NpgsqlDataSource pool, string where, CancellationToken closing)
{
    /// <summary>Repetitions after two transactions got into each other's way.</summary>
    private const int MostCollisions = 10;

    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private static readonly TimeSpan PauseBetweenQuestions = TimeSpan.FromMilliseconds(200);

    public PostgresClock Clock { get; } = new();

    /// <summary>A connection from the pool.</summary>
    /// <exception cref="StorageException">There is none to be had.</exception>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await pool.OpenConnectionAsync(cancellation);
        }
        catch (Exception failure) when (PostgresFaults.Of(failure, where) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Asks the server for its time.</summary>
    public async Task HearTheTimeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT {Now}", connection);
        Clock.Hear((long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Runs a body and commits it. When this returns it is durable; when it throws, nothing of it is.</summary>
    public async Task<T> RunAsync<T>(Func<IDbSession, Task<T>> body)
    {
        for (var collisions = 0; ; collisions++)
        {
            try
            {
                return await RunOnceAsync(body);
            }
            catch (PostgresException collision) when (PostgresFaults.IsCollision(collision) && collisions < MostCollisions)
            {
                // The server has undone it; the other one is through by now.
            }
            catch (Exception failure) when (PostgresFaults.Of(failure, where) is { } fault && !ReferenceEquals(fault, failure))
            {
                throw fault;
            }
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<IDbSession, Task<T>> body)
    {
        await using var connection = await ConnectAsync(CancellationToken.None);
        var transaction = await BeginAsync(connection);
        var result = await body(new PostgresSession(connection));
        try
        {
            await using var commit = new NpgsqlCommand("COMMIT", connection);
            await commit.ExecuteNonQueryAsync();
        }
        catch (Exception failure) when (failure is not PostgresException { Severity: "ERROR" })
        {
            // The connection is gone, and the answer with it.
            if (!await WasCommittedAsync(transaction, failure))
            {
                throw;
            }
        }

        return result;
    }

    /// <summary>Begins, and returns by which number the server can be asked later what became of it.</summary>
    private async Task<string> BeginAsync(NpgsqlConnection connection)
    {
        await using var begin = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("BEGIN"), new NpgsqlBatchCommand($"SELECT pg_current_xact_id()::text, {Now}") },
        };
        await using var reader = await begin.ExecuteReaderAsync();
        await reader.ReadAsync();
        Clock.Hear(reader.GetInt64(1));
        return reader.GetString(0);
    }

    private async Task<bool> WasCommittedAsync(string transaction, Exception failure)
    {
        while (true)
        {
            try
            {
                await using var connection = await pool.OpenConnectionAsync(closing);
                await using var command = new NpgsqlCommand("SELECT pg_xact_status(CAST(@transaction AS xid8))", connection);
                command.Parameters.AddWithValue("transaction", transaction);
                switch (await command.ExecuteScalarAsync(closing) as string)
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                    case null:
                        throw new StorageException(
                            StorageFault.Unusable, $"Whether a write to {where} was committed can't be known any more: the server has forgotten transaction {transaction}.", failure);
                }
            }
            catch (Exception unreachable) when (unreachable is NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException)
            {
                // Nothing may go on before this is known: it could be done twice.
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                throw new StorageException(
                    StorageFault.Unreachable, $"The connection to {where} broke during a commit, and whether it was done is not known.", failure);
            }

            await PauseAsync(failure);
        }
    }

    private async Task PauseAsync(Exception failure)
    {
        try
        {
            await Task.Delay(PauseBetweenQuestions, closing);
        }
        catch (OperationCanceledException)
        {
            throw new StorageException(
                StorageFault.Unreachable, $"The connection to {where} broke during a commit, and whether it was done is not known.", failure);
        }
    }
}
