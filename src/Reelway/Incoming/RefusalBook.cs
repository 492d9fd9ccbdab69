using Reelway.Frame;
using Reelway.Storage;

namespace Reelway.Incoming;

/// <summary>What was refused, counted here and stored every few seconds: somebody who tries a thousand times a second causes no write each.</summary>
internal sealed class RefusalBook(IncomingStore store, TimeProvider clock, ILogger<RefusalBook> log) : BackgroundService
{
    /// <summary>Most rows of an hour. Beyond, addresses and then reasons are counted together.</summary>
    public const int MostRows = 500;

    /// <summary>Most reasons of an address that are told apart: some hold figures.</summary>
    public const int MostReasons = 5;

    private const int MostLines = 20;
    private const long HourMs = 3_600_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly Dictionary<RefusalKey, RefusalRow> _waiting = [];
    private readonly HashSet<RefusalKey> _known = [];
    private readonly Lock _gate = new();
    private long _hour;
    private int _lines;

    /// <summary>Notes that something was refused.</summary>
    /// <param name="receiver">Empty: at no path that there is.</param>
    /// <param name="reason">A sentence without secrets.</param>
    public void Note(string address, string receiver, int status, string reason)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            BeginHour(now - (now % HourMs));
            var key = KeyOf(address, receiver, ShownText.Sentence(reason));
            _waiting[key] = _waiting.TryGetValue(key, out var had)
                ? had with { Count = had.Count + 1, LastMs = now, Status = status }
                : new RefusalRow(_hour, key.Address, key.Receiver, key.Reason, status, Count: 1, now, now);
        }
    }

    /// <summary>Stores what was noted.</summary>
    public async Task StoreAsync(CancellationToken cancellation)
    {
        List<RefusalRow> rows;
        lock (_gate)
        {
            rows = [.. _waiting.Values];
            _waiting.Clear();
        }

        if (rows.Count > 0)
        {
            await store.AddRefusalsAsync(rows, cancellation);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StoreAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await StoreAsync(stoppingToken);
            }
            catch (StorageException unusable) when (unusable.MayPass)
            {
                log.RefusalsNotStored(unusable.Message);
            }
        }
    }

    private void BeginHour(long hour)
    {
        if (hour != _hour)
        {
            (_hour, _lines) = (hour, 0);
            _known.Clear();
        }
    }

    private RefusalKey KeyOf(string address, string receiver, string reason)
    {
        var key = new RefusalKey(_hour, address, receiver, reason);
        if (_known.Contains(key))
        {
            return key;
        }

        if (_known.Count >= MostRows)
        {
            return new RefusalKey(_hour, "other addresses", receiver, "All reasons.");
        }

        if (_known.Count(one => one.Address == address) >= MostReasons)
        {
            key = key with { Reason = "Other reasons." };
        }

        if (_known.Add(key) && _lines++ < MostLines)
        {
            log.Refused(address, receiver.Length == 0 ? "no path that there is" : receiver, key.Reason);
        }

        return key;
    }

    private sealed record RefusalKey(long Hour, string Address, string Receiver, string Reason);
}
