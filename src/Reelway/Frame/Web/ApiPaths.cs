namespace Reelway.Frame.Web;

/// <summary>Where the API stands.</summary>
internal static class ApiPaths
{
    public const string Root = "/api/v1";
}
