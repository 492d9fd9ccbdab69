namespace Reelway.Frame.Web;

/// <summary>Light, dark, or what the browser prefers. Kept in a cookie, so that the first byte of a page has it already.</summary>
internal static class Theme
{
    public const string Auto = "auto";
    public const string FormPath = "/theme";

    private const string Cookie = "reelway.theme";

    public static IReadOnlyList<string> All { get; } = [Auto, "light", "dark"];

    public static string Of(HttpContext context)
        => context.Request.Cookies[Cookie] is { } chosen && All.Contains(chosen) ? chosen : Auto;

    public static void MapTheme(this IEndpointRouteBuilder routes) => routes.MapPost(FormPath, (IFormCollection form, HttpContext http) =>
    {
        var chosen = form["theme"].ToString();
        if (All.Contains(chosen))
        {
            http.Response.Cookies.Append(Cookie, chosen, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
            });
        }

        return Redirects.SeeOther(form[Visitor.ReturnTo]);
    }).AllowAnonymous().ExcludeFromDescription();
}
