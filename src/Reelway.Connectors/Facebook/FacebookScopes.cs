namespace Reelway.Connectors.Facebook;

/// <summary>Names of what a fault can hold up beside the call that met it.</summary>
internal static class FacebookScopes
{
    public static string Page(string pageId) => $"facebook:page:{pageId}";

    /// <remarks>Without an app's id the connection's name stands for the app.</remarks>
    public static string App(FacebookOptions options) => $"facebook:app:{options.AppId ?? options.Connection}";

    /// <remarks>A connection has one user, so its name stands for the user.</remarks>
    public static string User(FacebookOptions options) => $"facebook:user:{options.Connection}";
}
