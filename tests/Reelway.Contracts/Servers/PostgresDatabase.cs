using Npgsql;

namespace Reelway.Contracts.Servers;

/// <summary>A database for one test, dropped when the test is over, whoever is still connected to it.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    internal PostgresDatabase(PostgresServer server, string name, string user, string password)
        => (_server, Name, User, Password) = (server, name, user, password);

    public string Name { get; }

    public string User { get; }

    public string Password { get; }

    /// <summary>As in the setting <c>storage.url</c>.</summary>
    public string Url => UrlThrough(_server.Port);

    /// <summary>As Npgsql wants it; without a pool, so that nothing stays open.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _server.Port,
        Username = User,
        Password = Password,
        Database = Name,
        Pooling = false,
    }.ConnectionString;

    /// <summary>The same database through another loopback port: a <see cref="TcpProxy"/>.</summary>
    public string UrlThrough(int port) => $"postgresql://{User}:{Password}@127.0.0.1:{port}/{Name}";

    /// <summary>What a statement answers in its first row and column, as text; empty when it answers nothing.</summary>
    public async Task<string> AskAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return $"{await command.ExecuteScalarAsync(cancellation)}";
    }

    public async ValueTask DisposeAsync()
        => await _server.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);
}
