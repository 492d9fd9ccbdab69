using Microsoft.AspNetCore.Hosting.Server;
using Reelway.Access;
using Reelway.Frame.Metrics;
using Reelway.Frame.Web;
using Reelway.Runs;

namespace Reelway.Hosting.Web;

/// <summary>What a worker answers, where it is told to listen: how it is, and its figures. No API and no pages.</summary>
internal static class WorkerWeb
{
    /// <summary>The setting that switches it on.</summary>
    public const string Setting = "worker.health_url";

    public static void AddWorkerWeb(this IServiceCollection services, ServerOptions server)
    {
        services.AddSingleton(server);
        services.AddHostedService(provider => new AddressGuard(provider.GetRequiredService<IServer>(), server, provider.GetRequiredService<Door>(), Setting));
        services.AddRequestLimits();
        services.AddJson(WebJson.Default);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddKeyAccess();
        services.AddSingleton(Capabilities.Rights);
        services.AddRunsReadiness();
        services.AddMetricsBook();
    }

    public static void MapWorkerWeb(this WebApplication app)
    {
        app.Urls.Clear();
        foreach (var url in app.Services.GetRequiredService<ServerOptions>().Urls)
        {
            app.Urls.Add(url);
        }

        app.Use(ResponseHeaders.InvokeAsync);
        app.UseMiddleware<RequestGuard>();
        app.Use(app.Services.GetRequiredService<Door>().GuardAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapMetrics();
    }
}
