using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting.Server;
using Reelway.Storage;
using Reelway.Storage.Migrations;

namespace Reelway.Hosting.Cli;

/// <summary><c>migrate</c>: brings the database's tables up to this program. Every start does so too.</summary>
internal static class MigrateCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
        => cli.Verb("migrate", "Brings the database's tables up to this program; every start does so too.", "reelway migrate\nreelway migrate --json", [], async call =>
        {
            var directory = call.Settings.Get<DataOptions>().Directory;
            var shared = call.Settings.Get<StorageOptions>().Shared is not null;
            using var hold = shared ? null : DataDirectory.TryTake(directory) ?? throw InUse(directory);
            try
            {
                await using var database = await AppFoundation.OpenAsync(call.Settings, call.Surroundings.Clock, call.Cancellation);
                var applied = await Migrator.ApplyAsync(database, ReelwayApp.Migrations, call.Surroundings.Clock, call.Cancellation);
                call.Console.Show(new { applied }, people => people.Line(applied == 0 ? "The tables are up to date." : $"{applied} migration(s) applied."));
                return ExitCode.Ok;
            }
            catch (StorageException problem)
            {
                throw new CliException(DataDirectory.ExitCodeOf(problem.Fault), problem.Message, problem);
            }
        });

    private static CliException InUse(string directory) => ServerFile.Read(directory) is { } server
        ? new CliException(ExitCode.Conflict, $"The server at {server.Url} (process {server.Pid}) has {directory}, and has migrated it at its start.")
        : DataDirectory.Held(directory);
}
