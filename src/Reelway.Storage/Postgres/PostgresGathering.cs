using System.Threading.Channels;

namespace Reelway.Storage.Postgres;

/// <summary>Lets bodies run side by side in one transaction; what they ask at the same time travels together.</summary>
/// <remarks>On a busy writer this makes one round trip of three: steps, starts and ends have a statement each.</remarks>
internal sealed class PostgresGathering(PostgresWriting session) : IDbSession
{
    private readonly Channel<PostgresStatement> _asked = Channel.CreateUnbounded<PostgresStatement>(new() { SingleReader = true });

    public SqlDialect Dialect => SqlDialect.Postgres;

    public Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        var change = new PostgresChange(PostgresCommand.CreateForBatch(sql, parameters));
        _asked.Writer.TryWrite(change);
        return change.Answer;
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        var query = new PostgresQuery<T>(PostgresCommand.CreateForBatch(sql, parameters));
        _asked.Writer.TryWrite(query);
        return query.Answer;
    }

    /// <summary>Runs all bodies to their ends.</summary>
    public async Task RunAsync(IEnumerable<Func<IDbSession, Task>> bodies)
    {
        var all = Task.WhenAll(bodies.Select(body => body(this)).ToList());
        while (!all.IsCompleted)
        {
            if (Take() is { Count: > 0 } statements)
            {
                await session.SendAsync(statements);
            }
            else
            {
                await Task.WhenAny(all, _asked.Reader.WaitToReadAsync().AsTask());
            }
        }

        await all;
    }

    // Up to the first of which it is not known whether it answers with rows: the answers could not be told apart.
    private List<PostgresStatement> Take()
    {
        var statements = new List<PostgresStatement>();
        while (_asked.Reader.TryRead(out var statement))
        {
            statements.Add(statement);
            if (!statement.HasRows)
            {
                break;
            }
        }

        return statements;
    }
}
