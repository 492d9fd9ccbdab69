using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;

namespace Reelway.Hosting.Cli;

/// <summary>The API on a data directory, for one command.</summary>
internal static class DataDirectoryApi
{
    // Another command, or a server that just starts or stops, is out of the way sooner.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>The API of the server that has the data directory; when there is none, that of this process, without workers.</summary>
    public static async Task<ApiAccess> OpenAsync(Settings settings, CliConsole console, CliSurroundings surroundings, CancellationToken cancellation)
    {
        var directory = settings.Get<DataOptions>().Directory;
        var since = surroundings.Clock.GetTimestamp();
        // While the lock is held the server file is the holder's; when it is free the file is what a crash left.
        var left = ServerFile.Read(directory);
        while (true)
        {
            if (DataDirectory.TryTake(directory) is { } taken)
            {
                if (left is not null)
                {
                    console.Say($"note: server.json names a server that is gone (process {left.Pid}); working on {directory} directly.");
                }

                return await OfThisProcessAsync(settings, taken, surroundings, cancellation);
            }

            if (ServerFile.Read(directory) is { } server && await AnswersAsync(server, cancellation))
            {
                return new ApiAccess(new ApiClient(new Uri(server.Url), server.Token));
            }

            left = null;
            if (surroundings.Clock.GetElapsedTime(since) > Patience)
            {
                throw DataDirectory.Held(directory);
            }

            await Task.Delay(Between, surroundings.Clock, cancellation);
        }
    }

    /// <summary>The API of this process, on the store itself.</summary>
    /// <param name="taken">Given back at the end; with a shared database at once, since a server may start meanwhile.</param>
    private static async Task<ApiAccess> OfThisProcessAsync(
        Settings settings, DataLock taken, CliSurroundings surroundings, CancellationToken cancellation)
    {
        DataLock? hold = taken;
        if (settings.Get<StorageOptions>().Shared is not null)
        {
            taken.Dispose();
            hold = null;
        }

        var own = await DataDirectory.OpenAsync(settings, ReelwayMode.Command, hold, surroundings, cancellation);
        return new ApiAccess(new ApiClient(own.Url, own.Token), own, own.Holds);
    }

    private static async Task<bool> AnswersAsync(ServerFile server, CancellationToken cancellation)
    {
        using var client = new ApiClient(new Uri(server.Url), null);
        try
        {
            await client.GetAsync("/healthz", cancellation);
            return true;
        }
        catch (CliException)
        {
            return false;
        }
    }
}
