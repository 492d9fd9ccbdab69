using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Talks;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Talks;

/// <summary>The pages and the API of talks that a harness has made.</summary>
internal static class TalkPages
{
    /// <summary>A server that shows a run as it is now.</summary>
    public static async Task<WebServer> ServeAsync(TalksHarness talks, RunView run, string key)
    {
        var server = await WebServer.StartAsync(
            TestContext.Current.CancellationToken, options => options.ApiKey = key, app => app.MapTalks(),
            services: services =>
            {
                services.AddSingleton(talks.Store).AddSingleton(talks.Intake).AddSingleton(talks.Get<TalkAdoption>());
                services.AddSingleton(talks.Get<TalkSheet>()).AddSingleton(talks.Get<TalkChoices>());
                services.AddTalksWeb();
                services.AddSingleton<HandedInFiles>();
                services.AddSingleton(talks.Get<MediaLibrary>());
            });
        server.Runs.Add(run);
        return server;
    }
}
