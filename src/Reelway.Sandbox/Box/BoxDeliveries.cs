using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Box;

/// <summary>Delivers what happens to the webhooks that watch it: signed with both keys, each attempt under an id of its own, again while nobody takes it.</summary>
internal sealed partial class BoxDeliveries : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Patience };
    private readonly ConcurrentDictionary<Task, byte> _under = [];
    private readonly BoxWorld _world;
    private readonly BoxWebhookEndpoints _webhooks;
    private readonly BoxOrders _orders;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private CancellationTokenSource _round;

    public BoxDeliveries(BoxWorld world, BoxWebhookEndpoints webhooks, BoxOrders orders, TimeProvider time, CancellationToken stopping)
    {
        (_world, _webhooks, _orders, _time, _stopping) = (world, webhooks, orders, time, stopping);
        _round = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>The application's keys; null for one that is not set.</summary>
    public (string? Primary, string? Secondary) Keys { get; set; }

    /// <summary>Every attempt, oldest first.</summary>
    public Journal<SandboxBoxDelivery> Sent { get; } = new(SandboxResident.Kept);

    /// <summary>Tells those who watch an item, or a folder that it lies in.</summary>
    public void Announce(string trigger, BoxItem item, BoxUser by)
    {
        var path = _world.PathOf(item);
        var watched = path.Select(folder => folder.Id).Append(item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var webhook in _webhooks.All.Where(webhook => watched.Contains(webhook.TargetId) && webhook.Triggers.Contains(trigger)))
        {
            if (_orders.TakeDeliveryLost())
            {
                continue;
            }

            var id = Guid.NewGuid().ToString();
            var body = Body(id, trigger, webhook, item.Full(path), by);
            for (var time = 0; time < (_world.Settings.DeliversTwice ? 2 : 1); time++)
            {
                Keep(DeliverAsync(id, webhook, body, _round.Token));
            }
        }
    }

    /// <summary>Announces a new version of a file, where the settings have it announced.</summary>
    public void AnnounceVersion(BoxItem file, BoxUser by)
    {
        if (_world.Settings.AnnouncesVersions)
        {
            Announce("FILE.UPLOADED", file, by);
        }
    }

    public void Reset()
    {
        _round.Cancel();
        _round.Dispose();
        _round = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        Sent.Clear();
    }

    public void Dispose()
    {
        _round.Dispose();
        _http.Dispose();
    }

    private byte[] Body(string id, string trigger, SandboxBoxWebhook webhook, JsonObject source, BoxUser by)
    {
        var body = new JsonObject
        {
            ["type"] = "webhook_event",
            ["id"] = id,
            ["created_at"] = BoxTime.Text(_time.GetUtcNow()),
            ["trigger"] = trigger,
            ["webhook"] = new JsonObject { ["id"] = webhook.Id, ["type"] = "webhook" },
            ["created_by"] = by.ToJson(),
            ["source"] = source,
            ["additional_info"] = new JsonArray(),
        };
        // Signed as ASCII, in which Box writes what is escaped in small letters.
        return Encoding.ASCII.GetBytes(Escape().Replace(body.ToJsonString(), match => match.Value.Length > 2 ? match.Value.ToLowerInvariant() : match.Value));
    }

    private void Keep(Task delivery)
    {
        _under[delivery] = 0;
        delivery.ContinueWith(ended => _under.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task DeliverAsync(string id, SandboxBoxWebhook webhook, byte[] body, CancellationToken gone)
    {
        // The upload is answered first.
        await Task.Yield();
        try
        {
            for (var attempt = 1; attempt <= _world.Settings.DeliveryAttempts; attempt++)
            {
                if (attempt > 1)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(_world.Settings.DeliveryGapMs), _time, gone);
                }

                if (await SendAsync(id, webhook, body, attempt, gone) is >= 200 and < 300)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The sandbox stops, or forgets.
        }
    }

    private async Task<int?> SendAsync(string id, SandboxBoxWebhook webhook, byte[] body, int attempt, CancellationToken gone)
    {
        var (delivery, at) = (Guid.NewGuid().ToString(), _time.GetUtcNow());
        var time = BoxTime.Text(at.AddSeconds(_world.Settings.ClockAheadSeconds));
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Address) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } } };
        foreach (var (name, value) in new[]
        {
            ("BOX-DELIVERY-ID", delivery), ("BOX-DELIVERY-TIMESTAMP", time), ("BOX-SIGNATURE-VERSION", "1"), ("BOX-SIGNATURE-ALGORITHM", "HmacSHA256"),
            ("BOX-SIGNATURE-PRIMARY", Signature(Keys.Primary, body, time)), ("BOX-SIGNATURE-SECONDARY", Signature(Keys.Secondary, body, time)), ("User-Agent", "Box-WH-Client/0.1"),
        })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        int? status = null;
        var answer = "";
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone);
            (status, answer) = ((int)response.StatusCode, response.ReasonPhrase ?? "");
        }
        catch (Exception problem) when (!gone.IsCancellationRequested && problem is HttpRequestException or OperationCanceledException)
        {
            answer = problem is OperationCanceledException ? "No answer within 30 s." : problem.Message;
        }

        Sent.Add(number => new SandboxBoxDelivery(number, at, id, delivery, webhook.Id, webhook.Address, attempt, status, answer));
        return status;
    }

    private static string? Signature(string? key, byte[] body, string time)
        => string.IsNullOrEmpty(key) ? null : Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), (byte[])[.. body, .. Encoding.ASCII.GetBytes(time)]));

    [GeneratedRegex("""\\u[0-9A-F]{4}|\\.""", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}

/// <summary>An attempt to deliver an event.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="EventId">Of the body: the same in each attempt.</param>
/// <param name="DeliveryId">Of this attempt.</param>
/// <param name="Status">What it was answered; null: nothing.</param>
public sealed record SandboxBoxDelivery(long Number, DateTimeOffset At, string EventId, string DeliveryId, string WebhookId, Uri Address, int Attempt, int? Status, string Answer);
