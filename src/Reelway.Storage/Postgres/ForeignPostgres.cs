using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A PostgreSQL database of somebody else, which is only read: the server refuses every write of this connection.</summary>
public sealed class ForeignPostgres : IAsyncDisposable
{
    private const int PatienceSeconds = 60;

    private readonly NpgsqlConnection _connection;
    private readonly string _where;

    private ForeignPostgres(NpgsqlConnection connection, string where) => (_connection, _where) = (connection, where);

    /// <summary>Opens it.</summary>
    /// <exception cref="ForeignDatabaseException">It can't be reached.</exception>
    public static async Task<ForeignPostgres> OpenAsync(PostgresUrl url, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(url);
        var its = new NpgsqlConnectionStringBuilder(url.Builder.ConnectionString)
        {
            Options = "-c default_transaction_read_only=on",
            Pooling = false,
            ApplicationName = "reelway import",
            Timeout = 10,
            CommandTimeout = PatienceSeconds,
        };
        var connection = new NpgsqlConnection(its.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return new ForeignPostgres(connection, url.Where);
        }
        catch (NpgsqlException failure)
        {
            await connection.DisposeAsync();
            throw new ForeignDatabaseException($"The database {url.Where} can't be opened: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    /// <summary>The first column of each row, as text.</summary>
    /// <exception cref="ForeignDatabaseException">It refuses the question.</exception>
    public async Task<IReadOnlyList<string>> TextsAsync(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        try
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            var texts = new List<string>();
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                texts.Add(await rows.IsDBNullAsync(0, cancellation) ? "" : rows.GetString(0));
            }

            return texts;
        }
        catch (NpgsqlException failure)
        {
            throw new ForeignDatabaseException($"The database {_where} can't be read: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

/// <summary>A database of somebody else can't be read.</summary>
public sealed class ForeignDatabaseException(string sentence, Exception? inner) : Exception(sentence, inner);
