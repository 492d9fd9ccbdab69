using System.Collections.Concurrent;
using System.Security.Claims;

namespace Reelway.Access;

/// <summary>
/// Ends requests that go on for long, such as streams of events, soon after what they came in with has ended: a key that was revoked, a session, a person.
/// Others are over before anybody could ask.
/// </summary>
internal sealed class OpenRequests(KeyStore keys, Sessions sessions, TimeProvider time, ILogger<OpenRequests> log) : BackgroundService
{
    /// <summary>How often is looked; what has ended is gone within two of these.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<HttpContext, long> _open = [];

    /// <summary>Watches a request for as long as it takes.</summary>
    public async Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        _open[http] = time.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            _open.TryRemove(http, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Storage.StorageException trouble)
            {
                log.OpenRequestsNotSeen(trouble.Message);
            }
        }
    }

    private async Task<bool> HasEndedAsync(ClaimsPrincipal user, CancellationToken cancellation)
        => Callers.KeyOf(user) is { } key
            ? (await keys.FindAsync(key, cancellation))?.WhyEnded(keys.Now) is not null
            : await sessions.TodayAsync(user, cancellation) is null;

    private async Task LookAsync(CancellationToken cancellation)
    {
        var lasting = _open.Where(one => time.GetElapsedTime(one.Value) >= Look).Select(one => one.Key).ToList();
        foreach (var same in lasting.GroupBy(http => Callers.CredentialOf(http.User)).Where(same => same.Key is not null))
        {
            if (await HasEndedAsync(same.First().User, cancellation))
            {
                foreach (var http in same)
                {
                    http.Abort();
                }
            }
        }
    }
}
