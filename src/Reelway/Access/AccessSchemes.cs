using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Reelway.Frame.Audit;
using Reelway.Frame.Operations;
using Reelway.Frame.Sessions;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>Who is let in: a client with a key, a browser that has signed in, or anybody on this machine as long as the door is open.</summary>
internal static class AccessSchemes
{
    private const string AnyScheme = "any";
    private const string KeyScheme = "key";

    // OWASP's advice for PBKDF2 with SHA-512; about a tenth of a second.
    private const int PasswordRounds = 210_000;

    /// <summary>Everything needs access unless it is marked as open to all.</summary>
    public static void AddAccess(this IServiceCollection services, string cookieSuffix, AccessOptions options)
    {
        services.AddKeys();
        services.AddSingleton<SessionStore>().AddSingleton<KeyOperations>().AddSingleton<PersonOperations>().AddSingleton<Sessions>().AddSingleton<SignIns>().AddSingleton<RateLimits>();
        services.TryAddSingleton(options);
        services.AddSingleton<Passwords>().AddSingleton<IPasswordHasher<PersonRow>, PasswordHasher<PersonRow>>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = PasswordRounds);
        services.AddSingleton<OpenRequests>().AddHostedService(provider => provider.GetRequiredService<OpenRequests>());
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, scheme => scheme.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyScheme, null)
            .AddCookie(Visitor.SessionScheme, cookie =>
            {
                cookie.Cookie.Name = "reelway.session." + cookieSuffix;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.CookieManager = new SessionCookies();
                cookie.LoginPath = Visitor.SignInPath;
                cookie.ReturnUrlParameter = Visitor.ReturnTo;
                cookie.ExpireTimeSpan = SessionStore.Lifetime;
                cookie.Events.OnRedirectToLogin = AskToSignInAsync;
                cookie.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<Sessions>().ValidateAsync(context);
            })
            .AddOpenId(options.Oidc);
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
        services.AddSingleton<IAuthorizationHandler, RightHandler>().AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAnswers>();
        services.AddSingleton<ProcessToken>();
        services.TryAddSingleton(new IdGenerator(TimeProvider.System));
        services.AddSingleton<KnownKeys>().AddSingleton<KeyStore>().AddSingleton<PersonStore>().AddSingleton<Door>();
        services.AddSingleton<WrongKeys>();
        services.TryAddSingleton<AuditStore>();
    }

    private static string SchemeFor(HttpContext context)
        => KeyHandler.Presented(context.Request) is not null || context.RequestServices.GetRequiredService<Door>().IsOpen ? KeyScheme : Visitor.SessionScheme;

    private static Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
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
}
