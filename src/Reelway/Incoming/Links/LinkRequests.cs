using Reelway.Frame.Public;
using Reelway.Incoming.Listening;

namespace Reelway.Incoming.Links;

/// <summary>Answers people who come by a link, and browsers that come back from a login.</summary>
internal sealed class LinkRequests(LinkStore store, RefusalLimit limit, IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly string[] CallbackMethods = ["GET", "POST"];

    /// <summary>Answers whoever has a link; null when the link's path has answered itself.</summary>
    public async Task<PublicAnswer?> AnswerAsync(LinkPath path, PublicRequest request)
    {
        var http = request.Http;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";

        // Who guesses has to wait, before anything is looked up.
        if (limit.Wait(request.Bucket) is { } wait)
        {
            return PublicAnswer.TooMany(wait);
        }

        var behind = http.Request.Path.Value![(path.Path.Length + 1)..];
        var token = behind.Split('/', 2)[0];
        if (token.Length != PublicToken.Length || await store.FindAsync(path.Name, token, http.RequestAborted) is not { } link)
        {
            return PublicAnswer.NotFound;
        }

        if (link.RevokedMs is not null || link.ExpiresMs <= clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            return new PublicAnswer(StatusCodes.Status410Gone, "This link is over. Ask whoever gave it to you for a new one.") { IsPlain = true };
        }

        await store.NoteOpenedAsync(link, http.RequestAborted);
        await InScopeAsync(http, () => path.Open(new OpenedLink(new LinkId(link.Id).ToString(), link.Subject, behind[token.Length..]), http));
        return null;
    }

    /// <summary>Answers a browser that comes back; null when the path has answered itself.</summary>
    public async Task<PublicAnswer?> AnswerAsync(CallbackPath path, PublicRequest request)
    {
        var http = request.Http;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (!CallbackMethods.Contains(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            return PublicAnswer.Refused(StatusCodes.Status405MethodNotAllowed, "Browsers come back by GET or POST.");
        }

        if (limit.Wait(request.Bucket) is { } wait)
        {
            return PublicAnswer.TooMany(wait);
        }

        if (http.Request.Query["state"] is not [{ Length: PublicToken.Length } state]
            || await store.TakeAsync(path.Name, state, http.Request.Cookies[PublicLinks.BrowserCookie], http.RequestAborted) is not { } begun)
        {
            return PublicAnswer.Refused(StatusCodes.Status400BadRequest, "This login was not begun here, was begun in another browser, or is over. Begin it again.") with { IsPlain = true };
        }

        await InScopeAsync(http, () => path.Answer(begun, http));
        return null;
    }

    private async Task InScopeAsync(HttpContext http, Func<Task> answer)
    {
        await using var scope = scopes.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        await answer();
    }
}
