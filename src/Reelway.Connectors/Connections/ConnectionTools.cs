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

    /// <summary>
    /// Another login than one whose credentials are refused: what somebody has kept meanwhile, or what the renewal brings. One caller renews for all, in all
    /// processes, and what it brings is kept before anybody uses it. It answers null where none is to be had: the refusal then stands. Null where nobody keeps logins.
    /// </summary>
    public LoginRenewer? Renew { get; init; }
}

/// <summary>Brings another login than a refused one.</summary>
/// <param name="seen">Version of the refused one; 0 where nobody had logged in.</param>
/// <param name="renew">Asks the outside system. It must not use what it is given: that is not kept yet.</param>
/// <exception cref="ConnectorException">The renewal was refused or has failed.</exception>
public delegate Task<KeptLogin?> LoginRenewer(string connection, long seen, Func<CancellationToken, Task<NewLogin>> renew, CancellationToken cancellation);
