namespace Reelway.Storage.Migrations;

/// <summary>Brings a database's schema up to this program: all that is missing in one transaction, or nothing.</summary>
public static class Migrator
{
    /// <summary>Any number that nothing else in the database locks.</summary>
    private const long MigrationLock = 7_335_392_001;

    private const string HistoryTable = """
        CREATE TABLE IF NOT EXISTS schema_migration(
          owner TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_ms BIGINT NOT NULL,
          PRIMARY KEY(owner, number))
        """;

    /// <summary>Applies what is missing and returns how many files that were.</summary>
    /// <exception cref="StorageException">The database is newer than the program, or an applied file has changed since.</exception>
    public static Task<int> ApplyAsync(
        IDatabase database, IEnumerable<MigrationSet> sets, TimeProvider clock, CancellationToken cancellation)
    {
        var scripts = sets.SelectMany(set => MigrationScript.Load(set, database.Dialect)).ToList();
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(session => ApplyAsync(session, scripts, nowMs), cancellation);
    }

    /// <summary>How many files <see cref="ApplyAsync(IDatabase, IEnumerable{MigrationSet}, TimeProvider, CancellationToken)"/> would apply; changes nothing.</summary>
    /// <exception cref="StorageException">The database is newer than the program, or an applied file has changed since.</exception>
    public static async Task<int> CountPendingAsync(IDatabase database, IEnumerable<MigrationSet> sets, CancellationToken cancellation)
    {
        var scripts = sets.SelectMany(set => MigrationScript.Load(set, database.Dialect)).ToList();
        return await database.ReadAsync(
            async session =>
            {
                var rows = await AppliedAsync(session);
                var applied = rows.ToDictionary(row => (row.Owner, row.Number));
                RefuseNewerDatabase(rows, scripts);
                foreach (var script in scripts)
                {
                    if (applied.TryGetValue((script.Owner, script.Number), out var row))
                    {
                        RefuseChanged(script, row);
                    }
                }

                return scripts.Count(script => !applied.ContainsKey((script.Owner, script.Number)));
            },
            cancellation);
    }

    /// <summary>True when all tables of these owners are there, whoever else has some in the database.</summary>
    public static Task<bool> HasAllAsync(IDatabase database, IEnumerable<MigrationSet> sets, CancellationToken cancellation)
    {
        var scripts = sets.SelectMany(set => MigrationScript.Load(set, database.Dialect)).ToList();
        return database.ReadAsync(
            async session =>
            {
                var applied = (await AppliedAsync(session)).Select(row => (row.Owner, row.Number)).ToHashSet();
                return scripts.TrueForAll(script => applied.Contains((script.Owner, script.Number)));
            },
            cancellation);
    }

    private static async Task<IReadOnlyList<AppliedMigration>> AppliedAsync(IDbSession session)
    {
        var history = await session.FindAsync<long>(
            session.Dialect == SqlDialect.Sqlite
                ? "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_migration'"
                : "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_migration'");
        return history == 0 ? [] : await session.QueryAsync<AppliedMigration>("SELECT owner, number, name, checksum FROM schema_migration");
    }

    private static async Task<int> ApplyAsync(IDbSession session, List<MigrationScript> scripts, long nowMs)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            // Two processes that start at once: the second finds everything done.
            await session.ExecuteAsync($"SELECT pg_advisory_xact_lock({MigrationLock})");
        }

        await session.ExecuteAsync(HistoryTable);
        var applied = (await session.QueryAsync<AppliedMigration>("SELECT owner, number, name, checksum FROM schema_migration"))
            .ToDictionary(row => (row.Owner, row.Number));
        RefuseNewerDatabase(applied.Values, scripts);

        var count = 0;
        foreach (var script in scripts.OrderBy(script => script.Owner, StringComparer.Ordinal).ThenBy(script => script.Number))
        {
            if (applied.TryGetValue((script.Owner, script.Number), out var row))
            {
                RefuseChanged(script, row);
                continue;
            }

            await session.ExecuteAsync(script.Sql);
            await session.ExecuteAsync(
                "INSERT INTO schema_migration(owner, number, name, checksum, applied_ms) VALUES(@Owner, @Number, @Name, @Checksum, @nowMs)",
                new { script.Owner, script.Number, script.Name, script.Checksum, nowMs });
            count++;
        }

        return count;
    }

    private static void RefuseNewerDatabase(IEnumerable<AppliedMigration> applied, List<MigrationScript> scripts)
    {
        foreach (var owner in applied.GroupBy(row => row.Owner))
        {
            var known = scripts.Where(script => script.Owner == owner.Key).Select(script => script.Number).DefaultIfEmpty(0).Max();
            var found = owner.Max(row => row.Number);
            if (found > known)
            {
                throw new StorageException(
                    StorageFault.WrongSchema,
                    $"The database is newer than this program: {owner.Key} is at migration {found}, this program knows {known}. Start the newer program, or restore a backup.");
            }
        }
    }

    private static void RefuseChanged(MigrationScript script, AppliedMigration row)
    {
        if (row.Checksum != script.Checksum)
        {
            throw new StorageException(
                StorageFault.WrongSchema,
                $"Migration {script.Owner}/{script.Name} was applied with other contents than this program has. Use the program that made the database.");
        }
    }

    private sealed class AppliedMigration
    {
        public string Owner { get; init; } = "";

        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
