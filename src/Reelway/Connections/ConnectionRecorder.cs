using System.Collections.Concurrent;
using System.Threading.Channels;
using Reelway.Connectors;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>Keeps what the calls of connections tell about their health: at once when it changes, else once a minute, and never a write per call.</summary>
internal sealed class ConnectionRecorder : BackgroundService
{
    /// <summary>How old a good call may be in the store while calls succeed.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Noted> _noted = new(StringComparer.Ordinal);
    private readonly Channel<Noted> _due = Channel.CreateUnbounded<Noted>();
    private readonly ConnectionStore _store;
    private readonly ILogger<ConnectionRecorder> _log;

    public ConnectionRecorder(ConnectionStore store, ConnectorHttp http, ILogger<ConnectionRecorder> log)
    {
        _store = store;
        _log = log;
        http.Watch.Listen(Heard);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _due.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // Stopped before it was begun, it has written nothing yet.
        await WriteAllAsync();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WriteAllAsync();

    private async Task WriteAllAsync()
    {
        await foreach (var noted in _due.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await _store.NoteCallsAsync(noted.Name, noted.GoodMs, noted.Trouble, CancellationToken.None);
            }
            catch (StorageException problem)
            {
                // Nobody's work depends on it, and the next call tells again.
                _noted.TryRemove(noted.Name, out _);
                _log.StateNotKept(noted.Name, problem.Message);
            }
        }
    }

    private void Heard(ConnectionCall call)
    {
        var now = _store.NowMs;
        var isGood = call.Fault is null;
        if (_noted.TryGetValue(call.Connection, out var last) && last.IsGood == isGood && last.AtMs + (long)Pace.TotalMilliseconds > now
            && last.Trouble?.Sentence == call.Fault?.Words())
        {
            return;
        }

        var noted = new Noted(call.Connection, now, isGood ? null : new ConnectionTrouble(
            DateTimeOffset.FromUnixTimeMilliseconds(now), call.Fault!.Words(), ConnectionFinding.KindOf(call.Fault!.Kind)));
        _noted[call.Connection] = noted;
        _due.Writer.TryWrite(noted);
    }

    private sealed record Noted(string Name, long AtMs, ConnectionTrouble? Trouble)
    {
        public bool IsGood => Trouble is null;

        public long? GoodMs => IsGood ? AtMs : null;
    }
}
