using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Reelway.Frame;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Sign-in by OpenID Connect: code with PKCE, by the framework's handler. What comes back becomes a session of ours; nothing of the provider's is kept.</summary>
internal static class OpenIdSignIn
{
    public const string Scheme = "oidc";

    /// <summary>Where the provider sends the browser back to.</summary>
    public const string CallbackPath = "/session/oidc";

    /// <summary>Where a sign-in begins: below the callback, so that the browser shows the cookies of those that were begun before.</summary>
    public const string BeginPath = CallbackPath + "/begin";

    private const string IssuerItem = "issuer";
    private const string StateCookie = "reelway.oidc.state.";
    private const string NonceCookie = "reelway.oidc.nonce.";

    // Of sign-ins that were begun in tabs side by side. More are left from going back and beginning again, and would make the request too long some day.
    private const int MostCookies = 8;

    public static void AddOpenId(this AuthenticationBuilder authentication, OpenIdOptions options)
    {
        if (!options.IsOn)
        {
            return;
        }

        authentication.Services.AddSingleton(options).AddSingleton<OpenIdAccounts>().AddSingleton<OpenIdHealth>();
        authentication.Services.AddHealthChecks().AddCheck<OpenIdHealth>("sign-in");
        authentication.AddOpenIdConnect(Scheme, handler => Configure(handler, options));
    }

    public static void MapOpenId(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<OpenIdAccounts>() is not null)
        {
            routes.MapGet(BeginPath, BeginAsync).AllowAnonymous().RequireRateLimiting(SignInForms.Limit).ExcludeFromDescription();
        }
    }

    private static void Configure(OpenIdConnectOptions handler, OpenIdOptions options)
    {
        handler.Authority = options.Authority;
        handler.ClientId = options.ClientId;
        handler.ClientSecret = options.ClientSecret;
        handler.RequireHttpsMetadata = options.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        handler.ResponseType = OpenIdConnectResponseType.Code;
        handler.ResponseMode = OpenIdConnectResponseMode.Query;
        handler.UsePkce = true;
        handler.MapInboundClaims = false;
        handler.SaveTokens = false;
        handler.GetClaimsFromUserInfoEndpoint = true;
        handler.SignInScheme = Visitor.SessionScheme;
        handler.CallbackPath = CallbackPath;
        // Nobody is signed out from elsewhere by a bare address.
        handler.RemoteSignOutPath = default;
        handler.SignedOutCallbackPath = default;
        handler.BackchannelTimeout = TimeSpan.FromSeconds(10);
        handler.Scope.Clear();
        foreach (var scope in options.Scopes)
        {
            handler.Scope.Add(scope);
        }

        foreach (var claim in new[] { "email_verified", "preferred_username" })
        {
            handler.ClaimActions.MapUniqueJsonKey(claim, claim);
        }

        handler.ClaimActions.MapJsonKey(options.GroupsClaim, options.GroupsClaim);
        handler.CorrelationCookie.Name = StateCookie;
        handler.NonceCookie.Name = NonceCookie;
        foreach (var cookie in new[] { handler.CorrelationCookie, handler.NonceCookie })
        {
            // The answer comes as an address that the browser opens, so that lax is enough, and plain http on this machine works.
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        handler.Events.OnTokenValidated = context =>
        {
            // The framework takes one without signature when it comes by TLS from the provider itself; ours are signed, or are none.
            if (context.SecurityToken.SignatureAlgorithm is null or "" or SecurityAlgorithms.None)
            {
                context.Fail("The token has no signature.");
                return Task.CompletedTask;
            }

            // The token's own issuer: what the other answers add is not signed.
            context.Properties!.Items[IssuerItem] = context.SecurityToken.Issuer;
            return Task.CompletedTask;
        };
        handler.Events.OnTicketReceived = TakeAsync;
        handler.Events.OnRemoteFailure = FailAsync;
    }

    private static async Task<IResult> BeginAsync(HttpContext http, ServerOptions server, Flash flash, ILogger<OpenIdAccounts> log)
    {
        var returnTo = http.Request.Query[Visitor.ReturnTo].ToString();
        if (SessionCookies.WhyNot(http, server) is { } why)
        {
            return Back(http, flash, why);
        }

        Clear(http);
        try
        {
            await http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = Redirects.Local(returnTo) });
            return Results.Empty;
        }
        catch (Exception trouble) when (trouble is InvalidOperationException or HttpRequestException or IOException)
        {
            // How the framework says that it could not read what the provider says of itself.
            log.ProviderDown(trouble.Message);
            return Back(http, flash, "The provider does not answer now, so nobody can sign in by it. Sessions that are open go on.");
        }
    }

    /// <summary>Removes what sign-ins have left that came to nothing.</summary>
    private static void Clear(HttpContext http)
    {
        var left = http.Request.Cookies.Keys.Where(name => name.StartsWith(StateCookie, StringComparison.Ordinal) || name.StartsWith(NonceCookie, StringComparison.Ordinal)).ToList();
        foreach (var name in left.Count >= MostCookies ? left : [])
        {
            http.Response.Cookies.Delete(name, new CookieOptions { Path = http.Request.PathBase + CallbackPath, Secure = http.Request.IsHttps, HttpOnly = true, SameSite = SameSiteMode.Lax });
        }
    }

    private static async Task TakeAsync(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var user = context.Principal!;
        if (context.Properties?.Items.TryGetValue(IssuerItem, out var issuer) != true || issuer is null || user.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            Leave(context, "The provider has not said who you are.");
            return;
        }

        var options = services.GetRequiredService<OpenIdOptions>();
        var account = new OpenIdAccount(
            issuer, subject, user.FindFirstValue("preferred_username"), user.FindFirstValue("email"),
            string.Equals(user.FindFirstValue("email_verified"), bool.TrueString, StringComparison.OrdinalIgnoreCase), [.. user.FindAll(options.GroupsClaim).Select(claim => claim.Value)]);
        if (await services.GetRequiredService<OpenIdAccounts>().SignInAsync(account, AddressBucket.Of(context.HttpContext), context.HttpContext.RequestAborted) is not { } person)
        {
            Leave(context, "You may not sign in here any more; an admin can change that.");
            return;
        }

        services.GetRequiredService<Door>().Close();
        context.Principal = await services.GetRequiredService<Sessions>().RenewAsync(context.HttpContext, person);
        // Nothing of the provider's goes into our cookie.
        context.Properties = new AuthenticationProperties { RedirectUri = context.ReturnUri };
    }

    private static Task FailAsync(RemoteFailureContext context)
    {
        context.HttpContext.RequestServices.GetRequiredService<ILogger<OpenIdAccounts>>().SignInFailed(context.Failure?.Message ?? "");
        Leave(context, "The sign-in did not come to an end: it took too long, was begun in another browser, or the provider refused it. Begin again.");
        return Task.CompletedTask;
    }

    private static void Leave<TOptions>(HandleRequestContext<TOptions> context, string sentence)
        where TOptions : AuthenticationSchemeOptions
    {
        context.HttpContext.RequestServices.GetRequiredService<Flash>().Put(context.HttpContext, new Notice(ShownText.Sentence(sentence), Failed: true));
        context.Response.Redirect(Visitor.SignInPath);
        context.HandleResponse();
    }

    private static IResult Back(HttpContext http, Flash flash, string sentence)
    {
        flash.Put(http, new Notice(sentence, Failed: true));
        return Redirects.SeeOther(Visitor.SignInPath);
    }
}
