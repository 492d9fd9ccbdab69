using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>A row of about 100 bytes: what a step leaves in the journal.</summary>
internal sealed record BareRow(long Run, long Pos, string Output);

/// <summary>Rows without an engine: what the store's group commit can do.</summary>
internal sealed class BareRows : IBulkWrite<BareRow, bool>
{
    private const string Table = "CREATE TABLE bare_row(run BIGINT, pos BIGINT, output TEXT, PRIMARY KEY(run, pos))";

    public static Task CreateAsync(IDatabase database, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync(session.Dialect == SqlDialect.Sqlite ? Table + " WITHOUT ROWID" : Table), cancellation);

    public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<BareRow> rows)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await session.ExecuteAsync(
                "INSERT INTO bare_row(run, pos, output) SELECT * FROM unnest(@runs, @positions, @outputs)",
                new
                {
                    runs = rows.Select(row => row.Run).ToArray(),
                    positions = rows.Select(row => row.Pos).ToArray(),
                    outputs = rows.Select(row => row.Output).ToArray(),
                });
        }
        else
        {
            foreach (var row in rows)
            {
                await session.ExecuteAsync("INSERT INTO bare_row(run, pos, output) VALUES(@Run, @Pos, @Output)", row);
            }
        }

        return [.. rows.Select(_ => true)];
    }
}
