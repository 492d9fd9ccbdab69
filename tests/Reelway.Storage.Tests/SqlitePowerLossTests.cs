using Reelway.Contracts;
using Reelway.Storage.Sqlite;

namespace Reelway.Storage.Tests;

public sealed class SqlitePowerLossTests : IDisposable
{
    private const int Writes = 40;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_cut_at_any_byte_keeps_all_that_was_committed_before_it_and_nothing_by_halves()
    {
        var (database, ends) = await WriteAsync();
        var log = await File.ReadAllBytesAsync(database + "-wal", Cancellation);
        var random = new Random(4711);
        var places = ends.SelectMany(end => new[] { end - 1, end, end + 1 }).Concat(Enumerable.Range(0, 60).Select(_ => random.Next(log.Length + 1)));

        foreach (var place in places.Where(place => place <= log.Length))
        {
            var cut = Copy(database, log, place);
            var found = await ReadAsync(cut);

            // Each commit wrote a pair of rows: what had reached the disk by then is there, and pairs are whole.
            var kept = ends.Count(end => end <= place);
            Assert.Equal(Enumerable.Range(0, kept).SelectMany(i => new[] { (long)i, i }), found);
        }
    }

    /// <summary>Commits one after the other, and notes how long the log was after each.</summary>
    private async Task<(string Path, List<int> Ends)> WriteAsync()
    {
        var path = _folder["source.db"];
        var ends = new List<int>();
        var copy = _folder["copy.db"];
        await using (var database = SqliteDatabase.Open(path))
        {
            await database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE pair(n INTEGER, half INTEGER, PRIMARY KEY(n, half)) WITHOUT ROWID"), Cancellation);
            for (var i = 0; i < Writes; i++)
            {
                await database.WriteAsync(
                    async session =>
                    {
                        await session.ExecuteAsync("INSERT INTO pair(n, half) VALUES(@i, 0)", new { i });
                        await session.ExecuteAsync("INSERT INTO pair(n, half) VALUES(@i, 1)", new { i });
                    },
                    Cancellation);
                ends.Add((int)new FileInfo(path + "-wal").Length);
            }

            // As the disk holds it while the process lives: that is what a loss of power leaves.
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
        }

        return (copy, ends);
    }

    private string Copy(string database, byte[] log, int length)
    {
        var cut = _folder["cut.db"];
        foreach (var old in new[] { cut, cut + "-wal", cut + "-shm" })
        {
            File.Delete(old);
        }

        File.Copy(database, cut);
        File.WriteAllBytes(cut + "-wal", log[..length]);
        return cut;
    }

    private static async Task<IReadOnlyList<long>> ReadAsync(string path)
    {
        await using var database = SqliteDatabase.Open(path);
        return await database.ReadAsync(
            async session => await session.FindAsync<long>("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'pair'") == 0
                ? []
                : await session.QueryAsync<long>("SELECT n FROM pair ORDER BY n, half"),
            Cancellation);
    }
}
