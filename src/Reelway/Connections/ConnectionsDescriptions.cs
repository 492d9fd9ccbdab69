using Reelway.Frame.Web;

namespace Reelway.Connections;

/// <summary>How the API's description presents the connections' operations.</summary>
internal static class ConnectionsDescriptions
{
    private const string Example = """
        {"id":"facebook","connector":"facebook","system":"Facebook","health":"good","problem":null,"lastGoodAt":"2026-03-04T10:15:30.25Z","lastError":null,
         "paused":null,"check":{"at":"2026-03-04T10:15:30.25Z","call":"look into the token and list the account's pages","reachable":true,"latencyMs":412.5,
         "identity":"4 of 4 pages can be published on","problem":null,"kind":null,"expiresAt":"2026-05-03T10:15:30Z",
         "permissions":[{"name":"pages_manage_posts","why":"to put videos and posts on the pages","needed":true,"granted":true}],"warnings":[]}}
        """;

    private static readonly IReadOnlyDictionary<string, ParameterText> NameOnly =
        new Dictionary<string, ParameterText> { ["name"] = new("The connection's name in the configuration.") };

    public static readonly OperationText List = new(
        "listConnections",
        "List the configured connections",
        "In the order of the configuration, with what their last calls and their last check have told.",
        new Dictionary<string, ParameterText>(),
        $$"""{"items":[{{Example}}]}""");

    public static readonly OperationText Get = new("getConnection", "Show a connection", "With what its last calls and its last check have told.", NameOnly, Example);

    public static readonly OperationText Check = new(
        "checkConnection",
        "Check a connection",
        "Makes one harmless call. When it works, runs go on that waited for its credentials.",
        NameOnly,
        Example);

    public static readonly OperationText LogIn = new(
        "logInToConnection",
        "Log in to a connection",
        "With a token, or with the code from a dialog and the redirect it was brought to. Makes the token last, takes the tokens of what it reaches with it, keeps all of them sealed, and tests the connection. Runs go on that waited for its credentials.",
        NameOnly,
        $$"""{"connection":{{Example}},"reaches":"4 pages","expiresAt":"2026-05-03T10:15:30Z","warnings":[]}""",
        """{"token":"EAAB…"}""");

    public static readonly OperationText LoginDialog = new(
        "findLoginDialog",
        "Find the login dialog of a connection",
        "Where a person grants access with a browser, which then goes to the redirect, on its own machine, with a code and the state. Without such a dialog the reason says why.",
        NameOnly,
        """{"address":"https://www.facebook.com/v23.0/dialog/oauth?client_id=138000000000042&redirect_uri=…","reason":null}""",
        """{"redirect":"http://localhost:8123/","state":"5f0c2b7e9d1a4836"}""");

    public static readonly OperationText LogOut = new(
        "logOutOfConnection", "Log out of a connection", "Forgets what its login has left behind; what is configured holds again.", NameOnly, Example);

    public static readonly OperationText Pause = new(
        "pauseConnection",
        "Pause a connection",
        "No step begins that needs it; steps that have begun go on, and so do runs that do not need it.",
        NameOnly,
        Example);

    public static readonly OperationText Resume = new(
        "resumeConnection", "Resume a connection", "Ends its pause; the runs that waited for it go on by themselves.", NameOnly, Example);
}
