using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Connectors;
using Reelway.Frame.Web;

namespace Reelway.Connections;

/// <summary>The connections' operations under <c>/api/v1/connections</c>, and the forms of their page.</summary>
internal static class ConnectionsApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/connections";

    private static readonly ProblemKind NotFound = new(404, "connection-not-found", "There is no such connection");

    /// <summary>A login that the outside system does not accept.</summary>
    internal static readonly ProblemKind LoginRefused = new(422, "login-refused", "The login was refused");

    /// <summary>The outside system can't be asked now.</summary>
    internal static readonly ProblemKind NotAnswered = new(502, "connection-failed", "The outside system did not do it");

    public static void AddConnectionsWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ConnectionsJson.Default));
        services.AddProblemKinds(NotFound, LoginRefused, NotAnswered);
    }

    /// <param name="api">The group of <c>/api/v1</c>.</param>
    public static void MapConnections(this IEndpointRouteBuilder api)
    {
        var connections = api.MapGroup("/connections").WithTags("Connections");
        connections.MapGet("", ListAsync).Describe(ConnectionsDescriptions.List);
        connections.MapGet("/{name}", GetAsync).Describe(ConnectionsDescriptions.Get).ProducesProblem(404);
        connections.MapPost("/{name}/check", CheckAsync).Describe(ConnectionsDescriptions.Check).ProducesProblem(404);
        connections.MapLogins();
        connections.MapPost("/{name}/pause", PauseAsync).Describe(ConnectionsDescriptions.Pause).ProducesProblem(404);
        connections.MapPost("/{name}/resume", ResumeAsync).Describe(ConnectionsDescriptions.Resume).ProducesProblem(404);
    }

    /// <summary>The page's forms: each does one thing, and goes back to the page with a sentence.</summary>
    public static void MapConnectionForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(PagePath).ExcludeFromDescription();
        forms.MapPost("/check", CheckAllFormAsync);
        forms.MapPost("/{name}/check", CheckFormAsync);
        forms.MapPost("/{name}/pause", PauseFormAsync);
        forms.MapPost("/{name}/resume", ResumeFormAsync);
    }

    private static async Task<Ok<ConnectionList>> ListAsync(ConnectionOperations desk, CancellationToken cancellation)
        => TypedResults.Ok(new ConnectionList(await desk.ListAsync(cancellation)));

    private static async Task<Results<Ok<ConnectionItem>, ProblemHttpResult>> GetAsync(string name, ConnectionOperations desk, CancellationToken cancellation)
        => Answer(name, await desk.FindAsync(name, cancellation));

    private static async Task<Results<Ok<ConnectionItem>, ProblemHttpResult>> CheckAsync(
        string name, HttpContext http, ConnectionOperations desk, CancellationToken cancellation)
        => Answer(name, await desk.CheckAsync(name, Actor(http), cancellation));

    /// <summary>Why an outside system did not do what was asked for.</summary>
    internal static ProblemHttpResult Failed(ConnectorException fault)
        => (fault.Kind is CallFault.Auth or CallFault.Permanent ? LoginRefused : NotAnswered).With(fault.Words());

    /// <summary>There is no connection of this name.</summary>
    internal static ProblemHttpResult Missing(string name)
        => NotFound.With($"There is no connection \"{(name.Length <= 60 ? name : name[..60] + "…")}\"; see \"reelway connections list\".");

    private static async Task<Results<Ok<ConnectionItem>, ProblemHttpResult>> PauseAsync(
        string name, HttpContext http, ConnectionOperations desk, CancellationToken cancellation)
        => Answer(name, await desk.PauseAsync(name, Actor(http), cancellation));

    private static async Task<Results<Ok<ConnectionItem>, ProblemHttpResult>> ResumeAsync(
        string name, HttpContext http, ConnectionOperations desk, CancellationToken cancellation)
        => Answer(name, await desk.ResumeAsync(name, Actor(http), cancellation));

    private static Results<Ok<ConnectionItem>, ProblemHttpResult> Answer(string name, ConnectionItem? item)
        => item is null ? Missing(name) : TypedResults.Ok(item);

    // Taking the form as a parameter is what makes the framework check the antiforgery token.
    private static async Task<IResult> CheckAllFormAsync(IFormCollection form, HttpContext http, ConnectionOperations desk, Flash flash, CancellationToken cancellation)
    {
        var items = await desk.ListAsync(cancellation);
        var found = await Task.WhenAll(items.Select(item => desk.CheckAsync(item.Id, Actor(http), cancellation)));
        var bad = found.Where(item => item?.Check?.Problem is not null).Select(item => item!.Id).ToList();
        flash.Put(http, bad.Count == 0
            ? new Notice($"All {found.Length} connections work.", Failed: false)
            : new Notice($"{found.Length - bad.Count} of {found.Length} connections work; see {string.Join(", ", bad)}.", Failed: true));
        return Redirects.SeeOther(PagePath + "#notice");
    }

    private static Task<IResult> CheckFormAsync(string name, IFormCollection form, HttpContext http, ConnectionOperations desk, Flash flash, CancellationToken cancellation)
        => ActAsync(http, flash, () => desk.CheckAsync(name, Actor(http), cancellation), item => item.Check?.Problem is { } problem
            ? new Notice($"Connection {name} does not work: {problem}", Failed: true)
            : new Notice($"Connection {name} works.", Failed: false));

    private static Task<IResult> PauseFormAsync(string name, IFormCollection form, HttpContext http, ConnectionOperations desk, Flash flash, CancellationToken cancellation)
        => ActAsync(http, flash, () => desk.PauseAsync(name, Actor(http), cancellation), _ => new Notice(
            $"Connection {name} is paused: runs that need it wait, others go on.", Failed: false));

    private static Task<IResult> ResumeFormAsync(string name, IFormCollection form, HttpContext http, ConnectionOperations desk, Flash flash, CancellationToken cancellation)
        => ActAsync(http, flash, () => desk.ResumeAsync(name, Actor(http), cancellation), _ => new Notice(
            $"Connection {name} is resumed: what waited for it goes on.", Failed: false));

    private static async Task<IResult> ActAsync(HttpContext http, Flash flash, Func<Task<ConnectionItem?>> act, Func<ConnectionItem, Notice> say)
    {
        if (await act() is not { } item)
        {
            return Results.NotFound();
        }

        flash.Put(http, say(item));
        return Redirects.SeeOther(PagePath + "#notice");
    }

    /// <summary>Who asks, for the audit log.</summary>
    internal static string Actor(HttpContext http) => http.User.Identity?.Name ?? "somebody";
}
