using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelway.EndToEnd.Tests.Playback;

/// <summary>A web site on a free port of this machine: a page with a player, and the clip that it plays.</summary>
internal sealed class ClipSite : IAsyncDisposable
{
    private const string Page = "<!doctype html><title>Clip</title><video src=clip.mp4 muted preload=auto></video>";

    private readonly WebApplication _site;

    private ClipSite(WebApplication site) => _site = site;

    public string Address => _site.Urls.Single();

    public static async Task<ClipSite> StartAsync(string clip, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.MapGet("/", () => Results.Content(Page, "text/html"));

        // Players jump by asking for ranges.
        site.MapGet("/clip.mp4", () => Results.File(clip, "video/mp4", enableRangeProcessing: true));
        await site.StartAsync(cancellation);
        return new ClipSite(site);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
