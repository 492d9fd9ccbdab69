using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;

namespace Reelway.Storage.Tests;

public sealed class MigratorTests : IDisposable
{
    private static readonly MigrationSet Two = new("shop", typeof(MigratorTests).Assembly, "Reelway.Storage.Tests.Migrations.Two");
    private static readonly MigrationSet One = new("shop", typeof(MigratorTests).Assembly, "Reelway.Storage.Tests.Migrations.One");
    private static readonly MigrationSet Changed = new("shop", typeof(MigratorTests).Assembly, "Reelway.Storage.Tests.Migrations.Changed");
    private static readonly MigrationSet Broken = new("shop", typeof(MigratorTests).Assembly, "Reelway.Storage.Tests.Migrations.Broken");

    private static readonly MigrationSet Shared = new("shop", typeof(MigratorTests).Assembly, "Reelway.Storage.Tests.Migrations.Shared");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_files_are_applied_once_and_in_order()
    {
        await using var database = SqliteDatabase.Open(_folder["test.db"]);

        Assert.Equal(1, await ApplyAsync(database, One));
        Assert.Equal(1, await ApplyAsync(database, Two));
        Assert.Equal(0, await ApplyAsync(database, Two));
    }

    [Fact]
    public async Task A_newer_database_is_refused_with_a_sentence()
    {
        await using var database = SqliteDatabase.Open(_folder["test.db"]);
        await ApplyAsync(database, Two);

        var refused = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(database, One));

        Assert.Equal(StorageFault.WrongSchema, refused.Fault);
        Assert.Contains("shop is at migration 2, this program knows 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changed_after_it_was_applied_is_refused()
    {
        await using var database = SqliteDatabase.Open(_folder["test.db"]);
        await ApplyAsync(database, One);

        var refused = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(database, Changed));

        Assert.Contains("0001_item", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_file_leaves_nothing_of_its_round()
    {
        await using var database = SqliteDatabase.Open(_folder["test.db"]);

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => ApplyAsync(database, Broken));

        var tables = await database.ReadAsync(session => session.QueryAsync<string>("SELECT name FROM sqlite_schema WHERE type = 'table'"), Cancellation);
        Assert.Empty(tables);
    }

    [Fact]
    public async Task A_file_for_both_databases_stands_in_order_among_the_others_and_speaks_each_dialect()
    {
        await using var database = SqliteDatabase.Open(_folder["test.db"]);

        Assert.Equal(2, await ApplyAsync(database, Shared));

        var table = await database.ReadAsync(session => session.FindAsync<string>("SELECT sql FROM sqlite_schema WHERE name = 'price'"), Cancellation);
        Assert.Equal("CREATE TABLE price(item INTEGER PRIMARY KEY, text TEXT NOT NULL, picture BLOB) STRICT", table!.Trim());
        Assert.Equal(
            "CREATE TABLE price(item BIGINT PRIMARY KEY, text TEXT COLLATE \"C\" NOT NULL, picture BYTEA) ;",
            MigrationScript.Load(Shared, SqlDialect.Postgres).Single().Sql.Trim());
    }

    private static Task<int> ApplyAsync(SqliteDatabase database, MigrationSet set)
        => Migrator.ApplyAsync(database, [set], new ManualClock(), Cancellation);
}
