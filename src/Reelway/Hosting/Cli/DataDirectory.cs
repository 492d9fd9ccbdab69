using Reelway.Access;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Hosting.Server;
using Reelway.Hosting.Web;
using Reelway.Incoming.Listening;
using Reelway.Media;
using Reelway.Storage;

namespace Reelway.Hosting.Cli;

/// <summary>Takes and opens the data directory on behalf of a command, with sentences for what can go wrong.</summary>
internal static class DataDirectory
{
    /// <summary>Takes the directory; null when another process has it.</summary>
    public static DataLock? TryTake(string directory)
    {
        try
        {
            return DataLock.TryTake(directory);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, problem);
        }
    }

    /// <summary>Starts the application on it.</summary>
    public static async Task<ReelwayServer> OpenAsync(
        Settings settings, ReelwayMode mode, DataLock? hold, CliSurroundings surroundings, CancellationToken cancellation)
    {
        try
        {
            return await ReelwayServer.StartAsync(settings, mode, hold, surroundings.Error, surroundings.Clock, cancellation);
        }
        catch (UnsafeAddressException problem)
        {
            throw new CliException(ExitCode.Unusable, problem.Message, problem);
        }
        catch (ListenerException problem)
        {
            throw new CliException(problem.InnerException is IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } ? ExitCode.Conflict : ExitCode.Unusable, problem.Message, problem);
        }
        catch (KeyFileException problem)
        {
            throw new CliException(ExitCode.Unusable, problem.Message, problem);
        }
        catch (StorageException problem)
        {
            throw new CliException(ExitCodeOf(problem.Fault), problem.Message, problem);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw Unusable(settings.Get<DataOptions>().Directory, problem);
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CliException(
                ExitCode.Conflict,
                mode == ReelwayMode.Work
                    ? $"{settings.Get<WorkerOptions>().HealthUrl} is in use by another program; choose another address with {WorkerWeb.Setting}."
                    : $"{string.Join(", ", settings.Get<ServerOptions>().Urls)} is in use by another program; choose another address with --urls or server.urls.",
                problem);
        }
    }

    /// <summary>What a database that can't be used is to the shell.</summary>
    public static int ExitCodeOf(StorageFault fault) => fault switch
    {
        StorageFault.Locked => ExitCode.Conflict,
        StorageFault.Unreachable => ExitCode.Connection,
        _ => ExitCode.Unusable,
    };

    /// <summary>What to say when somebody else has the directory and doesn't answer.</summary>
    public static CliException Held(string directory)
        => new(ExitCode.Conflict, DataLock.Holder(directory) is { } pid
            ? $"The data directory {directory} is in use by process {pid}, which does not answer as a server; wait until it ends, or end it."
            : $"The data directory {directory} is in use by another process, which does not answer as a server.");

    private static CliException Unusable(string directory, Exception problem)
        => problem is IOException full && MediaException.IsDiskFull(full)
            ? new(ExitCode.Unusable, $"The disk of the data directory {directory} is full. Free some space, or choose another one with --data.", problem)
            : new(ExitCode.Unusable, $"The data directory {directory} can't be used: {problem.Message} Choose another one with --data.", problem);
}
