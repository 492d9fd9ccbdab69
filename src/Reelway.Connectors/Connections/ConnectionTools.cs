using Microsoft.Extensions.Logging;

namespace Reelway.Connectors;

/// <summary>What the clients of a connection are made with, besides its options.</summary>
/// <param name="Http">The one place where HTTP connections come from.</param>
/// <param name="Logs">For clients that speak something else than HTTP.</param>
/// <param name="Clock">The time.</param>
public sealed record ConnectionTools(ConnectorHttp Http, ILoggerFactory Logs, TimeProvider Clock)
{
    /// <summary>What a login to a connection has left behind; null when nobody has logged in. Asked before each use, so that a new login holds at once.</summary>
    public Func<string, CancellationToken, Task<KeptLogin?>> Logins { get; init; } = static (_, _) => Task.FromResult<KeptLogin?>(null);
}
