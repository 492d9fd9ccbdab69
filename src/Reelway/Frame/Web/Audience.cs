namespace Reelway.Frame.Web;

/// <summary>Whether an answer that has no body of its own is read by a person or by a program.</summary>
internal static class Audience
{
    private static readonly string[] ForPrograms = ["/api", "/openapi", "/healthz", "/readyz", "/metrics"];

    public static bool WantsPage(HttpRequest request)
        => !ForPrograms.Any(path => request.Path.StartsWithSegments(path))
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
