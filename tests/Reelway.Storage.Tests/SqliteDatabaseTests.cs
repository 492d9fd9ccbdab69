using Reelway.Contracts;
using Reelway.Storage.Sqlite;

namespace Reelway.Storage.Tests;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (var database = await OpenAsync())
        {
            await database.WriteAsync(session => session.ExecuteAsync("INSERT INTO item(name) VALUES(@name)", new { name = "a" }), Cancellation);
        }

        await using var again = SqliteDatabase.Open(_folder["test.db"]);
        Assert.Equal(["a"], await NamesAsync(again));
    }

    [Fact]
    public async Task A_failing_write_undoes_itself_and_none_of_its_group()
    {
        await using var database = await OpenAsync();
        var writes = Enumerable.Range(0, 200).Select(i => database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO item(name) VALUES(@name)", new { name = $"item {i:000}" });
                return i % 10 == 3 ? throw new InvalidOperationException($"no {i}") : i;
            },
            Cancellation)).ToList();

        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.All(writes.Index(), write => Assert.Equal(write.Index % 10 == 3, write.Item.IsFaulted));
        Assert.Equal(180, (await NamesAsync(database)).Count);
        Assert.DoesNotContain("item 013", await NamesAsync(database));
    }

    [Fact]
    public async Task A_broken_constraint_reaches_its_own_caller_only()
    {
        await using var database = await OpenAsync();
        await InsertAsync(database, "once");

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => InsertAsync(database, "once"));
        await InsertAsync(database, "another");

        Assert.Equal(["another", "once"], await NamesAsync(database));
    }

    [Fact]
    public async Task Readers_at_the_same_time_have_a_snapshot_each()
    {
        const int readers = 12;
        await using var database = await OpenAsync();
        for (var wave = 0; wave < 20; wave++)
        {
            var ready = 0;
            var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var counts = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => database.ReadAsync(
                async session =>
                {
                    var before = await session.FindAsync<long>("SELECT COUNT(*) FROM item");
                    if (Interlocked.Increment(ref ready) == readers)
                    {
                        await InsertAsync(database, $"item {wave}");
                        all.SetResult();
                    }

                    await all.Task;
                    return (before, After: await session.FindAsync<long>("SELECT COUNT(*) FROM item"));
                },
                Cancellation)));

            Assert.All(counts, count => Assert.Equal((wave, wave), count));
        }
    }

    [Fact]
    public async Task A_read_sees_one_snapshot_while_others_write()
    {
        await using var database = await OpenAsync();
        await InsertAsync(database, "first");

        var seen = await database.ReadAsync(
            async session =>
            {
                var before = await session.FindAsync<long>("SELECT COUNT(*) FROM item");
                await InsertAsync(database, "meanwhile");
                return (before, After: await session.FindAsync<long>("SELECT COUNT(*) FROM item"));
            },
            Cancellation);

        Assert.Equal((1, 1), seen);
        Assert.Equal(2, (await NamesAsync(database)).Count);
    }

    [Fact]
    public async Task A_write_that_waits_for_something_outside_the_database_is_refused()
    {
        await using var database = await OpenAsync();
        var never = new TaskCompletionSource<int>();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(_ => never.Task, Cancellation));

        Assert.Contains("must not wait", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_in_a_sentence()
    {
        await File.WriteAllTextAsync(_folder["notes.txt"], new string('x', 5000), Cancellation);

        var refused = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_folder["notes.txt"]));

        Assert.Equal(StorageFault.Unusable, refused.Fault);
        Assert.Contains("notes.txt is not a SQLite database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_in_a_sentence()
    {
        File.WriteAllText(_folder["file"], "");

        var refused = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_folder["file/below/test.db"]));

        Assert.Contains("can't be made", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_room_is_a_fault_that_may_pass_and_what_was_acknowledged_stays()
    {
        await using var database = await OpenAsync();
        await InsertAsync(database, "before");
        await SetLargestSizeAsync(database, pages: 4);

        var full = await Assert.ThrowsAsync<StorageException>(() => InsertAsync(database, new string('x', 100_000)));
        await SetLargestSizeAsync(database, pages: 4000);
        await InsertAsync(database, "after");

        Assert.Equal((StorageFault.NoSpace, true), (full.Fault, full.MayPass));
        Assert.Contains("no room left", full.Message, StringComparison.Ordinal);
        Assert.Equal(["after", "before"], await NamesAsync(database));
    }

    [Fact]
    public async Task After_the_end_a_write_is_refused_and_earlier_ones_are_kept()
    {
        var database = await OpenAsync();
        var write = InsertAsync(database, "last");
        await database.DisposeAsync();
        await write;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => InsertAsync(database, "too late"));
    }

    [Fact]
    public async Task A_clean_end_leaves_one_file_that_can_be_copied()
    {
        await using (var database = await OpenAsync())
        {
            await InsertAsync(database, "kept");
            Assert.Single(await NamesAsync(database));
        }

        Assert.Equal([_folder["test.db"]], Directory.EnumerateFiles(_folder.FullPath));
    }

    // Up to 3.51.2 a database in WAL mode could be damaged when its log began again (sqlite.org/wal.html, "WAL-reset bug").
    [Fact]
    public void The_library_that_comes_with_the_program_is_beyond_the_fault_that_damaged_databases_in_WAL_mode()
        => Assert.True(SqliteDatabase.LibraryVersion >= new Version(3, 51, 3));

    private async Task<SqliteDatabase> OpenAsync()
    {
        var database = SqliteDatabase.Open(_folder["test.db"]);
        await database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE item(name TEXT PRIMARY KEY) STRICT"), Cancellation);
        return database;
    }

    // The size limit of the file makes SQLite answer as a full disk does.
    private static Task<long> SetLargestSizeAsync(IDatabase database, int pages)
        => database.WriteAsync(session => session.FindAsync<long>($"PRAGMA max_page_count = {pages}"), Cancellation);

    private static Task InsertAsync(IDatabase database, string name)
        => database.WriteAsync(session => session.ExecuteAsync("INSERT INTO item(name) VALUES(@name)", new { name }), Cancellation);

    private static Task<IReadOnlyList<string>> NamesAsync(IDatabase database)
        => database.ReadAsync(session => session.QueryAsync<string>("SELECT name FROM item ORDER BY name"), Cancellation);
}
