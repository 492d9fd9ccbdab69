using Npgsql;
using Reelway.Contracts.Servers;

namespace Reelway.Contracts.Tests.Servers;

public sealed class PostgresServerTests(SharedServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_test_gets_a_database_of_its_own_which_is_gone_afterwards()
    {
        var server = await servers.PostgresAsync(Cancellation);
        string gone;
        await using (var one = await server.CreateDatabaseAsync(Cancellation))
        await using (var two = await server.CreateDatabaseAsync(Cancellation))
        {
            gone = one.ConnectionString;
            await RunAsync(one.ConnectionString, "CREATE TABLE thing(n int)");
            await RunAsync(two.ConnectionString, "CREATE TABLE thing(n int)");
            await using var stillConnected = new NpgsqlConnection(one.ConnectionString);
            await stillConnected.OpenAsync(Cancellation);
        }

        var missing = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(gone, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, missing.SqlState);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var server = await servers.PostgresAsync(Cancellation);
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "guessed" }.ConnectionString;

        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(wrong, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_committed_is_there_after_a_restart_on_the_same_port(bool immediate)
    {
        SkipWithoutPostgres();
        await using var server = await PostgresServer.StartAsync(new PostgresOptions { Durable = immediate }, Cancellation);
        await using var database = await server.CreateDatabaseAsync(Cancellation);
        await RunAsync(database.ConnectionString, "CREATE TABLE thing AS SELECT 42 AS n");

        await server.StopAsync(immediate, Cancellation);
        await Assert.ThrowsAsync<NpgsqlException>(() => RunAsync(database.ConnectionString, "SELECT 1"));
        await server.StartAsync(Cancellation);

        Assert.Equal(42, await RunAsync(database.ConnectionString, "SELECT n FROM thing"));
    }

    [Fact]
    public async Task It_leaves_neither_its_folder_nor_its_port_behind()
    {
        SkipWithoutPostgres();
        var server = await PostgresServer.StartAsync(
            new PostgresOptions { Settings = new Dictionary<string, string> { ["work_mem"] = "7MB" } }, Cancellation);
        await using (var database = await server.CreateDatabaseAsync(Cancellation))
        {
            Assert.Equal("7MB", await RunAsync(database.ConnectionString, "SHOW work_mem"));
            Assert.Equal("off", await RunAsync(database.ConnectionString, "SHOW fsync"));
        }

        await server.DisposeAsync();

        Assert.False(Directory.Exists(server.Folder));
        await Assert.ThrowsAnyAsync<NpgsqlException>(
            () => RunAsync($"Host=127.0.0.1;Port={server.Port};Username=postgres;Pooling=false", "SELECT 1"));
    }

    private static void SkipWithoutPostgres()
    {
        if (PostgresServer.Missing is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
