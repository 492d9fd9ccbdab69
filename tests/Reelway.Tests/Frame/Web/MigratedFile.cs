using Reelway.Contracts;
using Reelway.Hosting.Server;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Frame.Web;

/// <summary>An empty database with all tables: made once for all tests of this process, since making it takes longer than most of them.</summary>
internal static class MigratedFile
{
    private static readonly Lazy<Task<byte[]>> Made = new(MakeAsync);

    /// <summary>Puts one there, unless there is one already.</summary>
    public static async Task PutAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            await File.WriteAllBytesAsync(path, await Made.Value.WaitAsync(cancellation), cancellation);
        }
    }

    private static async Task<byte[]> MakeAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var database = SqliteDatabase.Open(folder["made.db"]))
        {
            await Migrator.ApplyAsync(database, ReelwayApp.Migrations, TimeProvider.System, CancellationToken.None);
        }

        // What was written lies in the file itself once it is closed.
        Assert.False(File.Exists(folder["made.db-wal"]));
        return await File.ReadAllBytesAsync(folder["made.db"], CancellationToken.None);
    }
}
