using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelway.EndToEnd.Tests.Deliveries;

/// <summary>A call that a receiver has got.</summary>
internal sealed record Received(string Receiver, string Id, string Type, string Run, bool Taken);

/// <summary>A receiver of webhooks that is late, cuts its answers and leads elsewhere before it takes an event, and a second one that is gone until it comes back.</summary>
internal sealed class MoodyReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(700);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = [];
    private readonly ConcurrentDictionary<string, bool> _known = [];
    private volatile bool _isBack;

    private MoodyReceiver(WebApplication app) => _app = app;

    public IReadOnlyList<Received> All => [.. _received];

    public string UrlOf(string receiver) => $"{_app.Urls.Single()}/{receiver}";

    public static async Task<MoodyReceiver> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new MoodyReceiver(builder.Build());
        receiver._app.MapPost("/moody", receiver.TakeInMoodAsync);
        receiver._app.MapPost("/gone", context => receiver.AnswerAsync(context, "gone", receiver._isBack ? StatusCodes.Status204NoContent : StatusCodes.Status410Gone));
        receiver._app.MapPost("/elsewhere", context => receiver.AnswerAsync(context, "elsewhere", StatusCodes.Status204NoContent));
        await receiver._app.StartAsync(cancellation);
        return receiver;
    }

    /// <summary>What a receiver has taken, each id once.</summary>
    public IReadOnlyList<Received> TakenBy(string receiver) => [.. _received.Where(call => call.Receiver == receiver && call.Taken).DistinctBy(call => call.Id)];

    /// <summary>From now on the one that was gone takes what it gets.</summary>
    public void ComeBack() => _isBack = true;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Every event meets one mood at its first call; whoever asks again is served.
    private async Task TakeInMoodAsync(HttpContext context)
    {
        var id = context.Request.Headers["webhook-id"].ToString();
        switch (_known.TryAdd(id, true) ? _known.Count % 8 : 0)
        {
            case 1 or 4:
                await Task.Delay(Late, context.RequestAborted);
                await AnswerAsync(context, "moody", StatusCodes.Status200OK);
                break;
            case 2:
                // Taken, and the answer is lost on its way.
                await AnswerAsync(context, "moody", StatusCodes.Status200OK, "{\"cut\":");
                context.Abort();
                break;
            case 3:
                context.Response.Headers.Location = UrlOf("elsewhere");
                await AnswerAsync(context, "moody", StatusCodes.Status307TemporaryRedirect);
                break;
            default:
                await AnswerAsync(context, "moody", StatusCodes.Status200OK);
                break;
        }
    }

    private async Task AnswerAsync(HttpContext context, string receiver, int status, string? half = null)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted);
        var run = body.GetProperty("data").TryGetProperty("run", out var about) ? about.GetString()! : "";
        _received.Enqueue(new Received(receiver, context.Request.Headers["webhook-id"].ToString(), body.GetProperty("type").GetString()!, run, status is >= 200 and < 300));
        context.Response.StatusCode = status;
        if (half is not null)
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync(half, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
