using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A session that writes: its transaction begins together with its first statement.</summary>
/// <param name="connection">Outside any transaction.</param>
/// <param name="opening">What goes before the first statement, and reads its answer.</param>
internal sealed class PostgresWriting(NpgsqlConnection connection, TransactionOpening opening) : IDbSession
{
    public SqlDialect Dialect => SqlDialect.Postgres;

    /// <summary>False when nothing was sent: there is nothing to commit.</summary>
    public bool HasBegun { get; private set; }

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        if (parameters is null)
        {
            return await RunScriptAsync(sql);
        }

        var change = new PostgresChange(PostgresCommand.CreateForBatch(sql, parameters));
        await SendAsync([change]);
        return await change.Answer;
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        var query = new PostgresQuery<T>(PostgresCommand.CreateForBatch(sql, parameters));
        await SendAsync([query]);
        return await query.Answer;
    }

    /// <summary>Sends statements in one go and tells each its answer, or all of them what went wrong.</summary>
    /// <param name="statements">Only the last may be one of which it is not known whether it answers with rows.</param>
    public async Task SendAsync(IReadOnlyList<PostgresStatement> statements)
    {
        try
        {
            await ExchangeAsync(statements);
        }
        catch (Exception failure)
        {
            foreach (var statement in statements)
            {
                statement.Fail(failure);
            }

            return;
        }

        foreach (var statement in statements)
        {
            statement.Complete();
        }
    }

    // Without parameters it may be several statements, as a migration is; those of a batch are one each.
    private async Task<int> RunScriptAsync(string sql)
    {
        if (!HasBegun)
        {
            await ExchangeAsync([]);
        }

        await using var script = new NpgsqlCommand(sql, connection);
        return await script.ExecuteNonQueryAsync();
    }

    private async Task ExchangeAsync(IReadOnlyList<PostgresStatement> statements)
    {
        await using var batch = new NpgsqlBatch(connection);
        var opens = !HasBegun;
        HasBegun = true;
        if (opens)
        {
            opening.AddTo(batch);
        }

        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement.Command);
        }

        await using var reader = await batch.ExecuteReaderAsync();
        if (opens)
        {
            await opening.ReadAsync(reader);
            await reader.NextResultAsync();
        }

        foreach (var statement in statements.Where(statement => statement.HasRows))
        {
            await statement.ReadAsync(reader);
            await reader.NextResultAsync();
        }

        // A change may have rows too, which nobody wants; an error may still come with them.
        while (await reader.NextResultAsync())
        {
        }
    }
}
