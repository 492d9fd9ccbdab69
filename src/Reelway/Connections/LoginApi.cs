using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Connectors;
using Reelway.Frame.Web;

namespace Reelway.Connections;

/// <summary>Logging in and out under <c>/api/v1/connections/NAME</c>.</summary>
internal static class LoginApi
{
    // Both go through a browser's address line; the longest address that all of them take is 2,000 characters.
    private const int LongestText = 200;

    public static void MapLogins(this IEndpointRouteBuilder connections)
    {
        connections.MapPost("/{name}/login", LogInAsync).Describe(ConnectionsDescriptions.LogIn).ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(502);
        connections.MapPost("/{name}/login/dialog", FindDialog).Describe(ConnectionsDescriptions.LoginDialog).ProducesProblem(400).ProducesProblem(404);
        connections.MapPost("/{name}/logout", LogOutAsync).Describe(ConnectionsDescriptions.LogOut).ProducesProblem(404);
    }

    private static async Task<Results<Ok<LoginItem>, ProblemHttpResult>> LogInAsync(
        string name, LoginRequest body, HttpContext http, LoginOperations desk, CancellationToken cancellation)
    {
        if (Wrong(body) is { } wrong)
        {
            return wrong;
        }

        try
        {
            var actor = ConnectionsApi.Actor(http);
            var login = body.Code is { Length: > 0 } code
                ? await desk.LogInAsync(name, new LoginCode(code, body.Redirect!), actor, cancellation)
                : await desk.LogInAsync(name, body.Token!, actor, cancellation);
            return login is null ? ConnectionsApi.Missing(name) : TypedResults.Ok(login);
        }
        catch (ConnectorException fault)
        {
            return ConnectionsApi.Failed(fault);
        }
    }

    private static Results<Ok<LoginDialogItem>, ProblemHttpResult> FindDialog(string name, DialogRequest body, LoginOperations desk)
    {
        if (!IsOwnAddress(body.Redirect))
        {
            return WrongRedirect();
        }

        if (body.State is not { Length: >= 16 and <= LongestText } state || !state.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return WebProblems.InvalidRequest.With(
                "The state can't be used.", new ProblemError("/body/state", "invalid", $"Must be 16 to {LongestText} letters, digits, - or _, made at random for this login."));
        }

        return desk.FindDialog(name, body.Redirect!, state) is { } dialog ? TypedResults.Ok(dialog) : ConnectionsApi.Missing(name);
    }

    private static async Task<Results<Ok<ConnectionItem>, ProblemHttpResult>> LogOutAsync(
        string name, HttpContext http, LoginOperations desk, CancellationToken cancellation)
        => await desk.LogOutAsync(name, ConnectionsApi.Actor(http), cancellation) is { } item ? TypedResults.Ok(item) : ConnectionsApi.Missing(name);

    private static ProblemHttpResult? Wrong(LoginRequest body)
        => string.IsNullOrWhiteSpace(body.Token) == string.IsNullOrWhiteSpace(body.Code)
            ? WebProblems.InvalidRequest.With(
                "A token or a code is needed, and not both.",
                new ProblemError("/body/token", "missing", "Must be the token that the outside system has given, unless there is a code from its dialog."))
            : !string.IsNullOrWhiteSpace(body.Code) && !IsOwnAddress(body.Redirect) ? WrongRedirect() : null;

    private static ProblemHttpResult WrongRedirect() => WebProblems.InvalidRequest.With(
        "The redirect can't be used.", new ProblemError("/body/redirect", "invalid", "Must be an http address of the browser's own machine, such as http://localhost:8123/."));

    // A code is sent to nobody's address but that of the person who asks.
    private static bool IsOwnAddress(string? redirect)
        => redirect is { Length: <= LongestText } && Uri.TryCreate(redirect, UriKind.Absolute, out var address)
            && address is { Scheme: "http", IsLoopback: true, UserInfo: "", Fragment: "", Query: "" };
}
