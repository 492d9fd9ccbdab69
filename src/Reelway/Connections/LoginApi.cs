using Reelway.Connectors;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Connections;

/// <summary>Logging in to connections and out.</summary>
internal static class LoginApi
{
    private const string UsualAws = "aws";
    private const int LongestSecretName = 2048;

    // Both go through a browser's address line; the longest address that all of them take is 2,000 characters.
    private const int LongestText = 200;

    public static readonly Operation<LoginRequest, LoginItem> LogIn = new("logInToConnection", "POST /connections/{name}/login", ConnectionsApi.Write)
    {
        Summary = "Log in to a connection",
        Text = "With a token, with the code from a dialog and the redirect it was brought to, or with a secret that is read from AWS Secrets Manager (aws: the connection to read it by). Makes the token last, takes the tokens of what it reaches with it, keeps all of them sealed, and tests the connection. Runs go on that waited for its credentials.",
        ForgetsAnswer = true,
        Parameters = [ConnectionsApi.Name],
        Body = new("EAAB…"),
        Example = new(ConnectionsApi.Sample, "4 pages", ConnectionsApi.Sample.Check!.ExpiresAt, Warnings: []),
        Problems = [ConnectionsApi.NotFound, ConnectionsApi.LoginRefused, ConnectionsApi.NotAnswered],
    };

    public static readonly Operation<DialogRequest, LoginDialogItem> FindDialog = new("findLoginDialog", "POST /connections/{name}/login/dialog", ConnectionsApi.Write)
    {
        Summary = "Find the login dialog of a connection",
        Text = "Where a person grants access with a browser, which then goes to the redirect, on its own machine, with a code and the state. Without such a dialog the reason says why.",
        ForgetsAnswer = true,
        Parameters = [ConnectionsApi.Name],
        Body = new("http://localhost:8123/", "5f0c2b7e9d1a4836"),
        Example = new(new Uri("https://www.facebook.com/v23.0/dialog/oauth?client_id=138000000000042&redirect_uri=…"), Reason: null),
        Problems = [ConnectionsApi.NotFound],
    };

    public static readonly Operation<ConnectionItem> LogOut = new("logOutOfConnection", "POST /connections/{name}/logout", ConnectionsApi.Write)
    {
        Summary = "Log out of a connection",
        Text = "Forgets what its login has left behind; what is configured holds again.",
        Parameters = [ConnectionsApi.Name],
        Example = ConnectionsApi.Sample,
        Problems = [ConnectionsApi.NotFound],
    };

    public static void MapLogins(this IEndpointRouteBuilder routes)
    {
        routes.Map(LogIn, LogInAsync);
        routes.Map(FindDialog, (string name, DialogRequest body, LoginOperations logins) =>
        {
            RequestText.Check(request => Check(request, body));
            return logins.FindDialog(name, body.Redirect!, body.State!) ?? throw ConnectionsApi.Missing(name);
        });
        routes.Map(LogOut, async (string name, HttpContext http, LoginOperations logins, CancellationToken cancellation)
            => await logins.LogOutAsync(name, ConnectionsApi.Actor(http), cancellation) ?? throw ConnectionsApi.Missing(name));
    }

    private static async Task<LoginItem> LogInAsync(string name, LoginRequest body, HttpContext http, LoginOperations logins, CancellationToken cancellation)
    {
        RequestText.Check(request => Check(request, body));
        try
        {
            var actor = ConnectionsApi.Actor(http);
            return (body switch
            {
                { Code: { Length: > 0 } code } => await logins.LogInAsync(name, new LoginCode(code, body.Redirect!), actor, cancellation),
                { Secret: { Length: > 0 } secret } => await logins.LogInFromSecretAsync(name, secret, string.IsNullOrEmpty(body.Aws) ? UsualAws : body.Aws, actor, cancellation),
                _ => await logins.LogInAsync(name, body.Token!, actor, cancellation),
            }) ?? throw ConnectionsApi.Missing(name);
        }
        catch (ConnectorException fault)
        {
            throw ConnectionsApi.Failed(fault);
        }
    }

    private static void Check(RequestText request, DialogRequest body)
    {
        CheckRedirect(request, body.Redirect);
        if (body.State is not { Length: >= 16 and <= LongestText } state || !state.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            request.Refuse("/body/state", "invalid", $"Must be 16 to {LongestText} letters, digits, - or _, made at random for this login.");
        }
    }

    private static void Check(RequestText request, LoginRequest body)
    {
        if (new[] { body.Token, body.Code, body.Secret }.Count(given => !string.IsNullOrWhiteSpace(given)) != 1)
        {
            request.Refuse("/body/token", "missing", "Must be the token that the outside system has given, unless there is a code from its dialog or a secret that holds it.");
        }
        else if (body.Secret is { Length: > LongestSecretName } || body.Secret?.Any(char.IsControl) == true)
        {
            request.Refuse("/body/secret", "invalid", $"Must be the name or the ARN of a secret, of {LongestSecretName} characters at most.");
        }
        else if (!string.IsNullOrWhiteSpace(body.Code))
        {
            CheckRedirect(request, body.Redirect);
        }
    }

    // A code is sent to nobody's address but that of the person who asks.
    private static void CheckRedirect(RequestText request, string? redirect)
    {
        if (redirect is not { Length: <= LongestText } || !Uri.TryCreate(redirect, UriKind.Absolute, out var address)
            || address is not { Scheme: "http", IsLoopback: true, UserInfo: "", Fragment: "", Query: "" })
        {
            request.Refuse("/body/redirect", "invalid", "Must be an http address of the browser's own machine, such as http://localhost:8123/.");
        }
    }
}
