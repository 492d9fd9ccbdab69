using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Facebook;

/// <summary>The website's login dialog: a person grants an app what it asks for, or less, or nothing, and the browser goes back with the answer.</summary>
internal sealed class LoginDialog(FacebookSandboxOptions options, LoginCodes codes)
{
    /// <summary>Every permission that the stand-in knows.</summary>
    public static readonly IReadOnlyList<string> Permissions = ["pages_show_list", "pages_manage_posts", "pages_read_engagement"];

    // Stands at the end of every way back; a browser does not send it on.
    private const string Fragment = "#_=_";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/www/{version}/dialog/oauth", (RequestDelegate)ShowAsync);
        routes.MapPost("/www/{version}/dialog/oauth", (RequestDelegate)AnswerAsync);
    }

    private Task ShowAsync(HttpContext http)
    {
        var call = http.Features.GetRequiredFeature<GraphCall>();
        return Problem(call) is { } problem ? RefuseAsync(http, problem) : WriteAsync(http, StatusCodes.Status200OK, Form(call));
    }

    private Task AnswerAsync(HttpContext http)
    {
        var call = http.Features.GetRequiredFeature<GraphCall>();
        if (Problem(call) is { } problem)
        {
            return RefuseAsync(http, problem);
        }

        var redirect = call.Need("redirect_uri");
        var granted = Wanted(call.Find("granted") ?? "").Intersect(Wanted(call.Find("scope") ?? "")).ToList();
        var answer = call.Find("answer") == "continue"
            ? $"code={codes.Issue(redirect, granted)}"
            : "error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied";
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"{redirect}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{answer}&state={Uri.EscapeDataString(call.Need("state"))}{Fragment}");
        return Task.CompletedTask;
    }

    private string? Problem(GraphCall call) => call switch
    {
        _ when call.Find("client_id") != options.AppId => "Invalid App ID: the provided app ID does not look like a valid app ID.",
        _ when !IsAllowed(call.Find("redirect_uri")) => "URL Blocked: this redirect failed because the redirect URI is not whitelisted in the app's Client OAuth Settings.",
        _ when string.IsNullOrEmpty(call.Find("state")) => "The parameter state is required.",
        _ when call.Find("response_type") is not (null or "code") => "Invalid response_type.",
        _ => Wanted(call.Find("scope") ?? "").Except(Permissions).FirstOrDefault() is { } unknown ? $"Invalid Scopes: {unknown}." : null,
    };

    // An app in development may send people back to http://localhost; every other address must be entered in its settings.
    private bool IsAllowed(string? redirect)
        => redirect is not null && Uri.TryCreate(redirect, UriKind.Absolute, out var address)
            && (options.LoginRedirects.Contains(redirect, StringComparer.Ordinal) || address is { Scheme: "http", Host: "localhost", Fragment: "" });

    private static string[] Wanted(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Form(GraphCall call)
    {
        var page = new StringBuilder("<h1>Log in to the sandbox</h1><p>The app asks for:</p><form method=\"post\">");
        foreach (var name in new[] { "client_id", "redirect_uri", "state", "scope" })
        {
            page.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{name}\" value=\"{Text(call.Find(name))}\">");
        }

        foreach (var scope in Wanted(call.Find("scope") ?? ""))
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><label><input type=\"checkbox\" name=\"granted\" value=\"{Text(scope)}\" checked> {Text(scope)}</label></p>");
        }

        return page.Append("<button name=\"answer\" value=\"continue\">Continue as Sandbox Producer</button> <button name=\"answer\" value=\"cancel\">Cancel</button></form>").ToString();
    }

    private static Task RefuseAsync(HttpContext http, string problem) => WriteAsync(http, StatusCodes.Status400BadRequest, $"<h1>Facebook stand-in</h1><p>{Text(problem)}</p>");

    private static Task WriteAsync(HttpContext http, int status, string body)
        => http.AnswerAsync(status, "text/html; charset=utf-8", $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Login</title><body>{body}</body></html>");

    private static string Text(string? value) => HtmlEncoder.Default.Encode(value ?? "");
}
