using Reelway.Hosting.Configuration;
using Reelway.Hosting.Server;

namespace Reelway.Hosting.Cli;

/// <summary>A way to the API, kept open for the time of one command.</summary>
internal sealed class ApiAccess : IAsyncDisposable
{
    // Another command, or a server that just starts or stops, is out of the way sooner.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly ReelwayServer? _own;

    private ApiAccess(ApiClient client, ReelwayServer? own)
    {
        Client = client;
        _own = own;
    }

    /// <summary>True when this process answers itself and nobody else can use the store meanwhile, so that no run moves.</summary>
    public bool KeepsOthersOut => _own?.Holds == true;

    /// <summary>Speaks the API.</summary>
    public ApiClient Client { get; }

    /// <summary>The API of a server that somebody has named.</summary>
    public static ApiAccess OfServer(string server, string? key)
        => Uri.TryCreate(server, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? new ApiAccess(new ApiClient(url, key), null)
            : throw new CliException(ExitCode.Usage, $"--server {server} is not an address; write it like http://127.0.0.1:5080.");

    /// <summary>The API of the server that has the data directory; when there is none, that of this process, without workers.</summary>
    public static async Task<ApiAccess> OfDataDirectoryAsync(Settings settings, CliConsole console, CliSurroundings surroundings, CancellationToken cancellation)
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
                return new ApiAccess(new ApiClient(new Uri(server.Url), server.Token), null);
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
        return new ApiAccess(new ApiClient(own.Url, own.Token), own);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
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
