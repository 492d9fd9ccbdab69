namespace Reelway.Frame.Cli;

/// <summary>A way to the API, kept open for the time of one command.</summary>
internal sealed class ApiAccess : IAsyncDisposable
{
    private readonly IAsyncDisposable? _own;

    /// <param name="client">Speaks it.</param>
    /// <param name="own">What this process has started for it, and ends with it.</param>
    /// <param name="keepsOthersOut">Whether it has the store for itself.</param>
    public ApiAccess(ApiClient client, IAsyncDisposable? own = null, bool keepsOthersOut = false)
    {
        Client = client;
        KeepsOthersOut = keepsOthersOut;
        _own = own;
    }

    /// <summary>True when this process answers itself and nobody else can use the store meanwhile, so that no run moves.</summary>
    public bool KeepsOthersOut { get; }

    /// <summary>True when this process answers itself, for the time of the command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Speaks the API.</summary>
    public ApiClient Client { get; }

    /// <summary>The API of a server that somebody has named.</summary>
    public static ApiAccess OfServer(string server, string? key)
        => Uri.TryCreate(server, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? new ApiAccess(new ApiClient(url, key))
            : throw new CliException(ExitCode.Usage, $"--server {server} is not an address; write it like http://127.0.0.1:5080.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
