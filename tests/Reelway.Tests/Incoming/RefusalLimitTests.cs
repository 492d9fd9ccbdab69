using System.Net;
using Reelway.Contracts.Time;
using Reelway.Incoming.Listening;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Incoming;

/// <summary>Requirement 24: refused calls are limited to 60 a minute and address, verified ones never.</summary>
public sealed class RefusalLimitTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private SharedStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await SharedStore.OnSqliteAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Req_24_after_sixty_refusals_in_a_minute_an_address_has_to_wait_but_never_with_what_is_known()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock);
        for (var i = 0; i < RefusalLimit.PerWindow; i++)
        {
            // Whatever the caller writes there counts for nothing: this is no proxy.
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await RefusedAsync(site, i, forwarded: $"192.0.2.{i}"));
        }

        using var again = await site.Client.SendAsync(Forged(site, 0, forwarded: "198.51.100.1"), Cancellation);
        Assert.Equal((HttpStatusCode.TooManyRequests, 60d), (again.StatusCode, again.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await site.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/wp-login.php"))).Status);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(PublicSite.Signed($"msg_{i}", _clock.GetUtcNow(), "{}"))).Status);
        }

        _clock.Advance(RefusalLimit.Window);
        Assert.Equal(HttpStatusCode.NotFound, await RefusedAsync(site, 0, forwarded: "192.0.2.1"));
    }

    [Fact]
    public async Task Req_24_behind_a_proxy_that_is_named_callers_are_told_apart_by_what_it_says()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, "server:\n  proxies: [127.0.0.1]\n" + PublicSite.News);
        for (var i = 0; i <= RefusalLimit.PerWindow; i++)
        {
            // One machine has a whole network of IPv6, and what it puts in front itself counts for nothing.
            await RefusedAsync(site, i % 3, forwarded: $"203.0.113.{i}, 2001:db8:0:1::{i:x}");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await RefusedAsync(site, 0, forwarded: "2001:db8:0:1:ffff::1"));
        Assert.Equal(HttpStatusCode.NotFound, await RefusedAsync(site, 0, forwarded: "2001:db8:0:2::1"));
        Assert.Contains(await site.RefusalsAsync(), row => row.Address == "2001:db8:0:1::/64");
    }

    private static async Task<HttpStatusCode> RefusedAsync(PublicSite site, int kind, string forwarded)
    {
        using var answer = await site.Client.SendAsync(Forged(site, kind, forwarded), Cancellation);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Forged(PublicSite site, int kind, string forwarded)
    {
        var request = (kind % 3) switch
        {
            0 => new HttpRequestMessage(HttpMethod.Get, "/nowhere"),
            1 => new HttpRequestMessage(HttpMethod.Post, "/webhooks/news"),
            _ => PublicSite.Signed("msg_1", site.Process.Get<TimeProvider>().GetUtcNow().AddDays(-1), "{}"),
        };
        request.Headers.Add("X-Forwarded-For", forwarded);
        return request;
    }
}
