using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelway.EndToEnd.Tests.Workers;

/// <summary>A call that a probe's step has made.</summary>
internal sealed record Hit(string Run, int Step, string Key, int Attempt, string Worker, long Epoch);

/// <summary>Receives the calls of probes: the effects that workers really had outside, whatever their database says.</summary>
internal sealed class HitReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Hit> _hits = [];

    private HitReceiver(WebApplication app) => _app = app;

    public IReadOnlyList<Hit> Hits => [.. _hits];

    public int Count => _hits.Count;

    public string Url => _app.Urls.Single() + "/hit";

    public static async Task<HitReceiver> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new HitReceiver(builder.Build());
        receiver._app.MapPost("/hit", async (HttpRequest request) =>
        {
            var hit = (await request.ReadFromJsonAsync<Hit>())!;
            if (request.Headers["Idempotency-Key"] != hit.Key)
            {
                return Results.BadRequest("The header bears another key than the body.");
            }

            receiver._hits.Enqueue(hit);
            return Results.Ok();
        });
        await receiver._app.StartAsync(cancellation);
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
