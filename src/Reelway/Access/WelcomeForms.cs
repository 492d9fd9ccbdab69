using Microsoft.AspNetCore.Mvc;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Where a one-time link leads: its person chooses a password, or whoever comes first becomes the first admin.</summary>
internal static class WelcomeForms
{
    public const string PagePath = "/welcome";

    /// <summary>What is said of a link that is good no more, or never was.</summary>
    public const string Gone = "This link is good no more: it was used, has expired, or was replaced by another one. Ask for a new one.";

    public static void MapWelcome(this IEndpointRouteBuilder routes)
        => routes.MapPost(PagePath, TakeAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(SignInForms.MostBytes)).RequireRateLimiting(SignInForms.Limit).ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(
        IFormCollection form, HttpContext http, ServerOptions options, PersonStore people, Passwords passwords, Sessions sessions, Door door, Flash flash)
    {
        var token = form["token"].ToString();
        if (SessionCookies.WhyNot(http, options) is { } why)
        {
            return Refused(why);
        }

        var target = await people.FindLinkAsync(token, http.RequestAborted);
        if (target is null)
        {
            return Refused(Gone);
        }

        var request = new RequestText();
        var name = target.Person ?? PersonOperations.ReadName(request, "/form/name", form["name"].ToString());
        var password = Passwords.Read(request, "/form/password", form["password"].ToString(), name);
        if (request.Errors.Count > 0)
        {
            return Refused(string.Join(' ', request.Errors.Select(error => error.Sentence())));
        }

        var first = target.Person is null ? people.New(name, email: null, PersonOperations.FirstRole) : null;
        if (await people.UseLinkAsync(token, first, passwords.Hash(password), http.RequestAborted) is not { } person)
        {
            return Refused(Gone);
        }

        door.Close();
        await sessions.BeginAsync(http, person);
        flash.Put(http, new Notice($"Welcome, {person.Name}. The next time sign in with this name and your password.", Failed: false));
        return Redirects.SeeOther("/");

        IResult Refused(string sentence)
        {
            flash.Put(http, new Notice(sentence, Failed: true));
            return Redirects.SeeOther($"{PagePath}/{Uri.EscapeDataString(token)}");
        }
    }
}
