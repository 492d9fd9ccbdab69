using Reelway.Connectors;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Connections;

/// <summary>What can be asked of connections: to be shown, checked, paused and resumed.</summary>
internal static class ConnectionsApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/connections";

    public static readonly Right Read = new("connections:read");
    public static readonly Right Write = new("connections:write");

    public static readonly Parameter Name = new("name", "The connection's name in the configuration.");

    /// <summary>There is no connection of that name.</summary>
    public static readonly ProblemKind NotFound = new(404, "connection-not-found", "There is no such connection");

    /// <summary>A login that the outside system does not accept.</summary>
    public static readonly ProblemKind LoginRefused = new(422, "login-refused", "The login was refused");

    /// <summary>The outside system can't be asked now.</summary>
    public static readonly ProblemKind NotAnswered = new(502, "connection-failed", "The outside system did not do it");

    private static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 15, 30, 250, TimeSpan.Zero);

    public static readonly ConnectionItem Sample = new("facebook", "facebook", "Facebook", "good", Problem: null, Now, LastError: null, Paused: null, new(
        Now, "look into the token and list the account's pages", Reachable: true, LatencyMs: 412.5, "4 of 4 pages can be published on", Problem: null, Kind: null, Now.AddDays(60),
        [new("pages_manage_posts", "to put videos and posts on the pages", Needed: true, Granted: true)], Warnings: []));

    public static readonly Operation<ListOf<ConnectionItem>> List = new("listConnections", "GET /connections", Read)
    {
        Summary = "List the configured connections",
        Text = "In the order of the configuration, with what their last calls and their last check showed.",
        Example = new([Sample]),
    };

    public static readonly Operation<ConnectionItem> Get = new("getConnection", "GET /connections/{name}", Read)
    {
        Summary = "Show a connection",
        Text = "With what its last calls and its last check showed.",
        Parameters = [Name],
        Example = Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<ListOf<ConnectionItem>> CheckAll = new("checkConnections", "POST /connections/check", Write)
    {
        Summary = "Check all connections",
        Text = "Makes one harmless call for each. Runs go on that waited for the credentials of those that work.",
        ForgetsAnswer = true,
        Example = new([Sample]),
    };

    public static readonly Operation<ConnectionItem> Check = new("checkConnection", "POST /connections/{name}/check", Write)
    {
        Summary = "Check a connection",
        Text = "Makes one harmless call. When it works, runs go on that waited for its credentials.",
        ForgetsAnswer = true,
        Parameters = [Name],
        Example = Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<ConnectionItem> Pause = new("pauseConnection", "POST /connections/{name}/pause", Write)
    {
        Summary = "Pause a connection",
        Text = "No step begins that needs it; steps that have begun go on, and so do runs that do not need it.",
        Parameters = [Name],
        Example = Sample with { Health = "paused", Paused = new(Now, "operator") },
        Problems = [NotFound],
    };

    public static readonly Operation<ConnectionItem> Resume = new("resumeConnection", "POST /connections/{name}/resume", Write)
    {
        Summary = "Resume a connection",
        Text = "Ends its pause; the runs that waited for it go on by themselves.",
        Parameters = [Name],
        Example = Sample,
        Problems = [NotFound],
    };

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async ([AsParameters] Paging paging, ConnectionOperations connections, CancellationToken cancellation)
            => paging.Of("connections").Answer(await connections.ListAsync(cancellation)));
        routes.Map(Get, async (string name, ConnectionOperations connections, CancellationToken cancellation)
            => await connections.FindAsync(name, cancellation) ?? throw Missing(name));
        routes.Map(CheckAll, CheckAllAsync).Form(PagePath, "check", SayOfAll);
        routes.Map(Check, async (string name, HttpContext http, ConnectionOperations connections, CancellationToken cancellation)
            => await connections.CheckAsync(name, Actor(http), cancellation) ?? throw Missing(name)).Form(PagePath, "{name}/check", item => item.Check?.Problem is { } problem
            ? new Notice($"Connection {item.Id} does not work: {problem}", Failed: true)
            : new Notice($"Connection {item.Id} works.", Failed: false));
        routes.Map(Pause, async (string name, HttpContext http, ConnectionOperations connections, CancellationToken cancellation)
            => await connections.PauseAsync(name, Actor(http), cancellation) ?? throw Missing(name)).Form(PagePath, "{name}/pause", item => new Notice(
            $"Connection {item.Id} is paused: runs that need it wait, others go on.", Failed: false));
        routes.Map(Resume, async (string name, HttpContext http, ConnectionOperations connections, CancellationToken cancellation)
            => await connections.ResumeAsync(name, Actor(http), cancellation) ?? throw Missing(name)).Form(PagePath, "{name}/resume", item => new Notice(
            $"Connection {item.Id} is resumed: what waited for it goes on.", Failed: false));
    }

    /// <summary>Why an outside system did not do what was asked for.</summary>
    internal static RefusalException Failed(ConnectorException fault)
        => (fault.Kind is CallFault.Auth or CallFault.Permanent ? LoginRefused : NotAnswered).Because(fault.Words());

    /// <summary>There is no connection of this name.</summary>
    internal static RefusalException Missing(string name)
        => NotFound.Because($"There is no connection \"{(name.Length <= 60 ? name : name[..60] + "…")}\"; see \"reelway connections list\".");

    /// <summary>Who asks, for the audit log.</summary>
    internal static string Actor(HttpContext http) => Visitor.ActorOf(http);

    private static async Task<ListOf<ConnectionItem>> CheckAllAsync(HttpContext http, ConnectionOperations connections, CancellationToken cancellation)
    {
        var items = await connections.ListAsync(cancellation);
        return new([.. (await Task.WhenAll(items.Select(item => connections.CheckAsync(item.Id, Actor(http), cancellation)))).OfType<ConnectionItem>()]);
    }

    private static Notice SayOfAll(ListOf<ConnectionItem> found)
    {
        var bad = found.Items.Where(item => item.Check?.Problem is not null).Select(item => item.Id).ToList();
        return bad.Count == 0
            ? new Notice($"All {found.Items.Count} connections work.", Failed: false)
            : new Notice($"{found.Items.Count - bad.Count} of {found.Items.Count} connections work; see {string.Join(", ", bad)}.", Failed: true);
    }
}
