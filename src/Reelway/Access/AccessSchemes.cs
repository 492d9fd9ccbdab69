using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Reelway.Frame.Operations;
using Reelway.Frame.Sessions;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Who is let in: a client with a key, a browser that signed in with one, or anybody on this machine when there is no key.</summary>
internal static class AccessSchemes
{
    /// <summary>Names the session of a browser, so that it can be ended here.</summary>
    public const string SessionClaim = "session";

    private const string AnyScheme = "any";
    private const string KeyScheme = "key";
    private const string FingerprintClaim = "key";

    /// <summary>Everything needs access unless it is marked as open to all.</summary>
    public static void AddAccess(this IServiceCollection services, string cookieSuffix)
    {
        services.AddKeys();
        services.AddSingleton<IAuthorizationHandler, RightHandler>();
        services.AddSingleton<SessionStore>();
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, scheme => scheme.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyScheme, null)
            .AddCookie(Visitor.SessionScheme, cookie =>
            {
                cookie.Cookie.Name = "reelway.session." + cookieSuffix;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.LoginPath = Visitor.SignInPath;
                cookie.ReturnUrlParameter = Visitor.ReturnTo;
                cookie.ExpireTimeSpan = SessionStore.Lifetime;
                cookie.Events.OnRedirectToLogin = AskForKeyAsync;
                cookie.Events.OnValidatePrincipal = EndWhenOverAsync;
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder(AnyScheme).RequireAuthenticatedUser().Build());
    }

    /// <summary>As <see cref="AddAccess"/>, where there are no pages and so no browsers to sign in.</summary>
    public static void AddKeyAccess(this IServiceCollection services)
    {
        services.AddKeys();
        services.AddAuthentication(KeyScheme).AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyScheme, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder(KeyScheme).RequireAuthenticatedUser().Build());
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProcessToken>();
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<WrongKeys>();
    }

    /// <summary>The person behind a browser that has shown the key.</summary>
    public static ClaimsPrincipal SignedIn(KnownKeys keys)
        => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator"), new Claim(FingerprintClaim, keys.Fingerprint), new Claim(SessionClaim, SessionStore.NewName())], Visitor.SessionScheme));

    private static string SchemeFor(HttpContext context)
        => KeyHandler.Presented(context.Request) is not null || !context.RequestServices.GetRequiredService<KnownKeys>().Required
            ? KeyScheme
            : Visitor.SessionScheme;

    private static Task AskForKeyAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Audience.WantsPage(context.Request))
        {
            // Without scheme and host: behind a proxy that ends TLS this server does not know the ones that the browser used.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = KeyHandler.Challenge;
        return WebProblems.KeyMissing
            .With("This server needs a key: send it as \"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\".")
            .ExecuteAsync(context.HttpContext);
    }

    private static async Task EndWhenOverAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal?.FindFirstValue(FingerprintClaim) != services.GetRequiredService<KnownKeys>().Fingerprint
            || context.Principal?.FindFirstValue(SessionClaim) is not { } session
            || await services.GetRequiredService<SessionStore>().HasEndedAsync(session, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }
}
