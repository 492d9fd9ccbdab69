using Reelway.Contracts.Servers;
using Reelway.Storage.Migrations;
using Reelway.Storage.Postgres;
using PostgresDatabase = Reelway.Storage.Postgres.PostgresDatabase;

namespace Reelway.Storage.Tests;

public sealed class PostgresDatabaseTests(SharedServers servers) : IAsyncLifetime
{
    private Contracts.Servers.PostgresDatabase _made = null!;
    private PostgresDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _made = await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
        _database = await OpenAsync(_made.Url);
        await _database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE item(name TEXT PRIMARY KEY)"), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _made.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_counts_as_done_when_the_server_has_done_it()
    {
        await using var proxy = new TcpProxy(new Uri(_made.Url).Port);
        await using var behind = await OpenAsync(_made.UrlThrough(proxy.Port));

        var written = await behind.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO item(name) VALUES(@name)", new { name = "once" });
                // The server does the commit; nobody gets its answer.
                proxy.LoseNextAnswer();
                return true;
            },
            Cancellation);

        Assert.True(written);
        Assert.Equal(["once"], await NamesAsync());
    }

    [Fact]
    public async Task A_commit_that_never_reached_the_server_is_a_fault_that_may_pass_and_leaves_nothing()
    {
        await using var proxy = new TcpProxy(new Uri(_made.Url).Port);
        await using var behind = await OpenAsync(_made.UrlThrough(proxy.Port));

        var failed = await Assert.ThrowsAsync<StorageException>(() => behind.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO item(name) VALUES(@name)", new { name = "never" });
                await proxy.CutAsync();
                return true;
            },
            Cancellation));

        Assert.Equal((StorageFault.Unreachable, true), (failed.Fault, failed.MayPass));
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Rows_that_many_write_are_written_together_and_a_bad_one_fails_alone()
    {
        var items = new Items();
        var writes = Enumerable.Range(0, 500).Select(i => _database.WriteAsync(items, i == 250 ? null! : $"item {i:000}", Cancellation)).ToList();

        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.All(writes.Index(), write => Assert.Equal(write.Index == 250, write.Item.IsFaulted));
        Assert.Equal(499, (await NamesAsync()).Count);
        Assert.True(items.Statements < 1000, $"{items.Statements} statements for 500 rows, one of them bad");
    }

    [Fact]
    public async Task What_many_look_up_is_looked_up_together_and_a_look_that_fails_fails_no_other()
    {
        await _database.WriteAsync(session => session.ExecuteAsync("INSERT INTO item(name) VALUES('a'), ('b')"), Cancellation);
        var (looks, broken) = (new Looks("item"), new Looks("no_such_table"));

        var found = Enumerable.Range(0, 500).Select(i => _database.ReadAsync(looks, i % 2 == 0 ? "a" : "c", Cancellation)).ToList();
        var failed = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _database.ReadAsync(broken, "a", Cancellation));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => i % 2 == 0), await Task.WhenAll(found));
        Assert.True(looks.Statements < 250, $"{looks.Statements} statements for 500 looks");
        Assert.Contains("no_such_table", failed.Message);
    }

    [Fact]
    public async Task A_look_goes_on_elsewhere_when_its_connection_turns_out_to_be_dead()
    {
        await _database.WriteAsync(session => session.ExecuteAsync("INSERT INTO item(name) VALUES('a')"), Cancellation);
        await using var proxy = new TcpProxy(new Uri(_made.Url).Port);
        await using var behind = await OpenAsync(_made.UrlThrough(proxy.Port));
        Assert.True(await behind.ReadAsync(new Looks("item"), "a", Cancellation));

        await proxy.CutAsync();

        Assert.True(await behind.ReadAsync(new Looks("item"), "a", Cancellation));
    }

    [Fact]
    public async Task Two_that_wait_for_each_other_are_both_done_in_the_end()
    {
        await _database.WriteAsync(session => session.ExecuteAsync("INSERT INTO item(name) VALUES('a'), ('b')"), Cancellation);
        var both = new Barrier(2);
        var tries = 0;

        await Task.WhenAll(TouchAsync("a", "b"), TouchAsync("b", "a"));

        Assert.True(tries > 2, "they did not get into each other's way");

        Task<int> TouchAsync(string first, string second) => Task.Run(() => _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("UPDATE item SET name = name WHERE name = @first", new { first });
                if (Interlocked.Increment(ref tries) <= 2)
                {
                    both.SignalAndWait(Cancellation);
                }

                return await session.ExecuteAsync("UPDATE item SET name = name WHERE name = @second", new { second });
            },
            Cancellation));
    }

    [Fact]
    public async Task A_read_sees_one_snapshot_while_others_write()
    {
        var seen = await _database.ReadAsync(
            async session =>
            {
                var before = await session.FindAsync<long>("SELECT COUNT(*) FROM item");
                await _database.WriteAsync(other => other.ExecuteAsync("INSERT INTO item(name) VALUES('meanwhile')"), Cancellation);
                return (before, After: await session.FindAsync<long>("SELECT COUNT(*) FROM item"));
            },
            Cancellation);

        Assert.Equal((0, 0), seen);
    }

    [Fact]
    public async Task A_failing_write_undoes_itself_and_its_connection_is_clean_again()
    {
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync<int>(
                async session =>
                {
                    await session.ExecuteAsync("INSERT INTO item(name) VALUES('no')");
                    throw new InvalidOperationException("no");
                },
                Cancellation));
        }

        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task The_time_is_the_servers()
    {
        var server = await _database.ReadAsync(
            session => session.FindAsync<long>("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"), Cancellation);

        // What was heard is as old as its way here took: a little behind, on a busy machine.
        Assert.InRange(_database.NowMs, server - 60_000, server + 60_000);
    }

    [Theory]
    [InlineData("wrong@", "refuses the user or password")]
    [InlineData("/no_such_database", "doesn't exist")]
    [InlineData(":1/", "can't be reached")]
    public async Task What_is_wrong_with_the_address_is_one_sentence_without_the_password(string spoiled, string expected)
    {
        var url = spoiled switch
        {
            "wrong@" => _made.Url.Replace(_made.Password + "@", "wrong@", StringComparison.Ordinal),
            ":1/" => _made.UrlThrough(1),
            _ => _made.Url.Replace("/" + _made.Name, spoiled, StringComparison.Ordinal),
        };

        var refused = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(url));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_made.Password, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://host/db", "user")]
    [InlineData("postgresql://user@host", "name is missing")]
    [InlineData("postgresql://user@host/db?sslmode=maybe", "sslmode is not one of")]
    [InlineData("postgresql://user@host/db?color=red", "an option after the ? is not known")]
    [InlineData("mysql://user@host/db", "write postgresql://")]
    public void A_bad_address_says_what_is_wrong_with_it(string text, string expected)
    {
        Assert.Null(PostgresUrl.TryParse(text, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_programs_that_start_at_once_migrate_once()
    {
        var set = new MigrationSet("shop", typeof(MigratorTests).Assembly, "Reelway.Storage.Tests.Migrations.Two");
        await using var other = await OpenAsync(_made.Url);
        await _database.WriteAsync(session => session.ExecuteAsync("DROP TABLE item"), Cancellation);

        var applied = await Task.WhenAll(
            Migrator.ApplyAsync(_database, [set], TimeProvider.System, Cancellation), Migrator.ApplyAsync(other, [set], TimeProvider.System, Cancellation));

        Assert.Equal([0, 2], applied.Order());
    }

    private static Task<PostgresDatabase> OpenAsync(string url) => PostgresDatabase.OpenAsync(PostgresUrl.TryParse(url, out _)!, clock: null, Cancellation);

    private Task<IReadOnlyList<string>> NamesAsync()
        => _database.ReadAsync(session => session.QueryAsync<string>("SELECT name FROM item ORDER BY name"), Cancellation);

    private sealed class Looks(string table) : IBulkRead<string, bool>
    {
        public int Statements { get; private set; }

        public async Task<IReadOnlyList<bool>> ReadAsync(IDbSession session, IReadOnlyList<string> keys)
        {
            Statements++;
            var found = await session.QueryAsync<string>($"SELECT name FROM {table} WHERE name IN @names", new { names = keys.ToArray() });
            return [.. keys.Select(found.Contains)];
        }
    }

    private sealed class Items : IBulkWrite<string, bool>
    {
        public int Statements { get; private set; }

        public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<string> rows)
        {
            Statements++;
            await session.ExecuteAsync("INSERT INTO item(name) SELECT * FROM unnest(@names)", new { names = rows.ToArray() });
            return [.. rows.Select(_ => true)];
        }
    }
}
