using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A connection outside the pool, which only blocks its own thread.</summary>
internal sealed class PostgresPulse : IPulse
{
    private readonly string _settings;
    private readonly string _where;
    private NpgsqlConnection? _connection;

    public PostgresPulse(PostgresUrl url, TimeSpan patience)
    {
        var seconds = Math.Max(1, (int)patience.TotalSeconds);
        _where = url.Where;
        _settings = new NpgsqlConnectionStringBuilder(PostgresConnections.Settings(url, largestPool: 1))
        {
            Password = url.Builder.Password,
            Pooling = false,
            Timeout = seconds,
            CommandTimeout = seconds,
            // Nobody waits for a server that didn't answer to confirm that it stopped trying.
            CancellationTimeout = -1,
        }.ToString();
    }

    public IReadOnlyList<T> Query<T>(string sql, object parameters)
    {
        try
        {
            _connection ??= Connect();
            using var command = PostgresCommand.Create(_connection, sql, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            var read = RowReader.For<T>(sql, reader);
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        catch (Exception failure) when (PostgresFaults.Of(failure, _where) is { } fault)
        {
            Dispose();
            throw fault;
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(_settings);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
