using System.Globalization;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Server;
using Reelway.Hosting.Server;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at the store: the library, the file, its migrations; or asks the server that has it.</summary>
internal static class StoreChecks
{
    private const string Store = "store";
    private const string Migrations = "migrations";

    /// <summary>The SQLite that comes with the program.</summary>
    public static Finding Library()
    {
        try
        {
            return Finding.Ok("sqlite", $"SQLite {SqliteDatabase.LibraryVersion}");
        }
        catch (StorageException problem)
        {
            return Finding.Fail("sqlite", problem.Message, "See the supported platforms.");
        }
    }

    /// <summary>The store itself. Changes nothing: what is missing in it comes with the next start.</summary>
    public static async Task<IReadOnlyList<Finding>> StoreAsync(Settings settings, CancellationToken cancellation)
    {
        var directory = settings.Get<DataOptions>().Directory;
        if (!settings.Get<StorageOptions>().IsUsable)
        {
            return [Finding.Fail(Store, "It can't be looked at: storage.url is not the address of a database.", "Write sqlite:PATH or postgresql://user[:password]@host:port/database.")];
        }

        if (settings.Get<StorageOptions>().Shared is { } shared)
        {
            return await SharedAsync(shared, cancellation);
        }

        var file = settings.Get<StorageOptions>().SqliteFile(directory);
        if (!File.Exists(file))
        {
            return [Finding.Ok(Store, $"{file} is made at the first start")];
        }

        try
        {
            using var data = DataLock.TryTake(directory);
            return data is null ? await ServerAsync(directory, cancellation) : await FileAsync(file, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [Finding.Fail(Store, $"{directory} can't be used: {problem.Message}", "Give this user the right to it.")];
        }
    }

    private static async Task<IReadOnlyList<Finding>> FileAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var database = SqliteDatabase.Open(file);
            return [Finding.Ok(Store, string.Create(CultureInfo.InvariantCulture, $"{file}, {new FileInfo(file).Length / 1e6:0.0} MB")), await PendingAsync(database, cancellation)];
        }
        catch (StorageException problem)
        {
            return [Finding.Fail(Store, problem.Message, "See what it says; a backup may help.")];
        }
    }

    private static async Task<IReadOnlyList<Finding>> SharedAsync(PostgresUrl url, CancellationToken cancellation)
    {
        try
        {
            await using var database = await PostgresDatabase.OpenAsync(url, clock: null, cancellation);
            return [Finding.Ok(Store, url.Where), await PendingAsync(database, cancellation)];
        }
        catch (StorageException problem)
        {
            return [Finding.Fail(Store, problem.Message, "Every process needs it, so nothing starts before.")];
        }
    }

    private static async Task<Finding> PendingAsync(IDatabase database, CancellationToken cancellation)
    {
        var pending = await Migrator.CountPendingAsync(database, ReelwayApp.Migrations, cancellation);
        return Finding.Ok(Migrations, pending == 0 ? "schema up to date" : $"{pending} come with the next start, or by: reelway migrate");
    }

    private static async Task<IReadOnlyList<Finding>> ServerAsync(string directory, CancellationToken cancellation)
    {
        if (ServerFile.Read(directory) is not { } server)
        {
            return [Finding.Warn(Store, $"Process {DataLock.Holder(directory)} has {directory} and is not a server.", "Wait until it ends, then look again.")];
        }

        using var client = new ApiClient(new Uri(server.Url), server.Token);
        try
        {
            var answer = await client.GetAsync("/readyz", cancellation);
            return [Finding.Ok(Store, $"in use by the server at {server.Url} (process {server.Pid}), which is ready"), .. ConditionsOf(answer)];
        }
        catch (CliException problem)
        {
            return [Finding.Fail(Store, $"The server at {server.Url} (process {server.Pid}) is not ready: {problem.Message}", "See its log.")];
        }
    }

    /// <summary>What a server that is ready warns of.</summary>
    public static IEnumerable<Finding> ConditionsOf(JsonElement ready)
        => ready.GetProperty("parts").EnumerateArray().Where(part => !part.GetProperty("ok").GetBoolean() && part.GetProperty("detail").GetString() is { Length: > 0 })
            .Select(part => Finding.Warn(part.GetProperty("name").GetString()!, part.GetProperty("detail").GetString()!, "The server goes on; see what it says."));
}
