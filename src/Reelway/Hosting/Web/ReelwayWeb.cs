using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Reelway.Access;
using Reelway.Frame.Configuration;
using Reelway.Frame.Metrics;
using Reelway.Frame.Telemetry;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Runs;

namespace Reelway.Hosting.Web;

/// <summary>The web server: API, pages, and the rules that hold for both. The two calls that the composition root makes.</summary>
internal static class ReelwayWeb
{
    /// <summary>Registers it. What protects cookies, forms and cursors is registered by the caller.</summary>
    /// <param name="access">How people sign in; null: as it is by itself.</param>
    /// <param name="keys">Names the place of those keys: servers that have it in common read each other's cookies.</param>
    public static IServiceCollection AddReelwayWeb(this IServiceCollection services, ServerOptions server, string keys, AccessOptions? access = null)
    {
        // Cookies know no ports: two servers on one machine must not overwrite each other's.
        var cookieSuffix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keys)))[..8];

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(server);
        services.AddHostedService(provider => new AddressGuard(provider.GetRequiredService<IServer>(), server, provider.GetRequiredService<Door>(), "server.urls"));
        services.AddRequestLimits();
        services.AddAccess(cookieSuffix, access ?? new AccessOptions());
        services.AddSignIn();
        services.AddSingleton(Capabilities.Rights).AddSingleton(Capabilities.Places);
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "reelway.forms." + cookieSuffix;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddHealthChecks();
        services.AddMetricsBook();

        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.AllowDuplicateProperties = false);
        services.AddJson(WebJson.Default);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<Failures>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<Flash>();
        services.TryAddSingleton<SettingsState>();
        services.AddReelwayOpenApi();
        services.AddRazorComponents();
        return services;
    }

    /// <summary>Puts the server's rules before everything and maps what the server itself has.</summary>
    public static void MapReelwayWeb(this WebApplication app)
    {
        app.Urls.Clear();
        foreach (var url in app.Services.GetRequiredService<ServerOptions>().Urls)
        {
            app.Urls.Add(url);
        }

        app.UseProxies(app.Services.GetRequiredService<ServerOptions>());
        app.Use(RequestTrace.InvokeAsync);
        app.Use(ResponseHeaders.InvokeAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages(Failures.AnswerBareStatusAsync);
        app.UseMiddleware<RequestGuard>();
        app.Use(app.Services.GetRequiredService<Door>().GuardAsync);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.Use(app.Services.GetRequiredService<RateLimits>().LimitAsync);
        app.UseAuthorization();
        app.Use(app.Services.GetRequiredService<OpenRequests>().WatchAsync);
        app.UseAntiforgery();
        app.UseReelwaySwagger();

        app.MapHealth();
        app.MapMetrics();
        app.MapVersion();
        app.MapReelwayOpenApi();
        app.MapAppAssets();
        app.MapSignIn();
        app.MapOpenId();
        app.MapTheme();
        app.MapGet("/", () => TypedResults.LocalRedirect(RunLinks.ListPath)).ExcludeFromDescription();
        app.MapRazorComponents<App>();
    }
}
