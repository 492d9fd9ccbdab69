using Microsoft.Extensions.Logging;

namespace Reelway.Engine.Doorbells;

/// <summary>A doorbell over lines that break: makes them again with growing pauses, keeps rings meanwhile, and looks everywhere after it was deaf.</summary>
/// <param name="carrier">Makes the lines.</param>
/// <param name="clock">For pauses.</param>
/// <param name="jitter">0 to 1; spreads out processes whose lines broke together.</param>
/// <param name="log">Told when rings stop coming through, and when they do again.</param>
public sealed class RemoteDoorbell(IRingCarrier carrier, TimeProvider clock, Func<double> jitter, ILogger<RemoteDoorbell> log) : IDoorbell
{
    /// <summary>Rings within this time of the last go out together: at most 50 messages a second, however much happens.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A line that held this long was a good one: the next pause is a first one again.</summary>
    private static readonly TimeSpan GoodLine = TimeSpan.FromSeconds(10);

    /// <summary>Longest answer of the other side before the line counts as broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether messages were set aside.</summary>
    private static readonly TimeSpan LooksAside = TimeSpan.FromMinutes(1);

    /// <summary>How long the last rings may take when this process ends.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly PendingRings _pending = new();
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource _anew = new();
    private Listener? _listener;
    private Task? _running;
    private bool _closed;
    private bool _deaf;
    private volatile bool _takes = true;
    private volatile string? _trouble;
    private long _setAside = -1;

    /// <inheritdoc/>
    public string? Trouble => _trouble;

    /// <inheritdoc/>
    public long? SetAside => Interlocked.Read(ref _setAside) is var known and >= 0 ? known : null;

    /// <inheritdoc/>
    public void TakeWork(bool takes)
    {
        if (_takes != takes)
        {
            _takes = takes;
            _pending.Nudge();
        }
    }

    /// <inheritdoc/>
    public async Task ListenAsync(IReadOnlyCollection<string> queues, Action<Ring> rung, CancellationToken cancellation)
    {
        Listener listener;
        CancellationTokenSource former;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_listener is not null)
            {
                throw new InvalidOperationException("This doorbell listens already.");
            }

            _listener = listener = new Listener([.. queues], rung);
            (former, _anew) = (_anew, new CancellationTokenSource());
            _running ??= Task.Run(RunAsync, CancellationToken.None);
        }

        // A line that was made for sending alone is made again.
        await former.CancelAsync();
        await listener.Attempted.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Ring(Ring ring)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _pending.Add(ring);
                _running ??= Task.Run(RunAsync, CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        if (_running is { } running)
        {
            if (_trouble is null)
            {
                await Task.WhenAny(_pending.NoneAsync(), Task.Delay(LastWords, clock));
            }

            await _stop.CancelAsync();
            await running;
        }

        _anew.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            var (listener, again) = Current();
            using var session = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, again);
            var began = clock.GetTimestamp();
            try
            {
                await CarryAsync(listener, session.Token);
            }
            catch (OperationCanceledException) when (session.IsCancellationRequested)
            {
                continue;
            }
            catch (Exception failure)
            {
                Report(failure);
            }

            listener?.Attempted.TrySetResult();
            _deaf = true;
            failures = clock.GetElapsedTime(began) > GoodLine ? 1 : failures + 1;
            await Task.Delay(Pause(failures), clock, session.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (Listener? Listener, CancellationToken Anew) Current()
    {
        lock (_gate)
        {
            return (_listener, _anew.Token);
        }
    }

    private TimeSpan Pause(int failures)
    {
        var longest = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 10) - 1));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (jitter() / 2)));
    }

    private async Task CarryAsync(Listener? listener, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connecting = carrier.ConnectAsync(listener?.Queues, ring => Hear(listener, ring), patience.Token);
        await using var line = await InTimeAsync(connecting, patience, cancellation);
        if (Interlocked.Exchange(ref _trouble, null) is not null)
        {
            log.DoorbellRings();
        }

        LookEverywhere(listener);
        listener?.Attempted.TrySetResult();
        await using var reminder = clock.CreateTimer(static state => ((PendingRings)state!).Nudge(), _pending, LooksAside, LooksAside);
        var (takes, lookedAt) = (true, (long?)null);
        while (true)
        {
            if (listener is not null && takes != _takes)
            {
                takes = _takes;
                await AskAsync(async patience => await line.TakeWorkAsync(takes, patience), cancellation);
            }

            if (listener is not null && !(lookedAt is { } at && clock.GetElapsedTime(at) < LooksAside))
            {
                lookedAt = clock.GetTimestamp();
                await AskAsync(async patience => Count(await line.SetAsideAsync(patience)), cancellation);
            }

            await Task.WhenAny(_pending.SomeAsync(), line.Lost).WaitAsync(cancellation);
            if (line.Lost.IsCompleted)
            {
                await line.Lost;
                throw new DoorbellException("The line for rings was closed at its other end.");
            }

            await SendAsync(line, cancellation);
            await Task.Delay(Gap, clock, cancellation);
        }
    }

    private async Task SendAsync(IRingLine line, CancellationToken cancellation)
    {
        var rings = _pending.Take();
        try
        {
            if (rings.Count > 0)
            {
                await AskAsync(patience => line.SendAsync(rings, patience), cancellation);
            }

            _pending.Sent();
        }
        catch
        {
            // Some may have arrived: twice does no harm.
            _pending.PutBack(rings);
            throw;
        }
    }

    private void Count(long? setAside)
    {
        if (setAside is not { } count || Interlocked.Exchange(ref _setAside, count) == count || count == 0)
        {
            return;
        }

        log.MessagesSetAside(count);
    }

    private async Task AskAsync(Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await InTimeAsync(AnsweredAsync(ask(patience.Token)), patience, cancellation);
    }

    private static async Task<bool> AnsweredAsync(Task asking)
    {
        await asking;
        return true;
    }

    private async Task<T> InTimeAsync<T>(Task<T> answer, CancellationTokenSource patience, CancellationToken cancellation)
    {
        using var timer = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await answer;
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new DoorbellException($"The other end of the line for rings does not answer within {Patience.TotalSeconds:0} s: check the broker or database and the network.", late);
        }
    }

    /// <summary>What was rung while there was no line is not known: so it is looked for everywhere, once.</summary>
    private void LookEverywhere(Listener? listener)
    {
        if (!_deaf || listener is null)
        {
            return;
        }

        _deaf = false;
        foreach (var queue in listener.Queues)
        {
            Hear(listener, Engine.Ring.Work(queue));
        }

        Hear(listener, Engine.Ring.Timer());
    }

    private void Hear(Listener? listener, Ring ring)
    {
        if (listener is not null && !_stop.IsCancellationRequested && (ring.Kind != RingKind.Work || listener.Queues.Contains(ring.Queue)))
        {
            listener.Rung(ring);
        }
    }

    private void Report(Exception failure)
    {
        var sentence = failure is DoorbellException
            ? failure.Message
            : $"Rings don't come through because of an unexpected failure ({ExceptionWords.Of(failure)}); the log has the details.";
        if (Interlocked.Exchange(ref _trouble, sentence) != sentence)
        {
            log.DoorbellSilent(sentence, failure is DoorbellException ? null : failure);
        }
    }

    private sealed record Listener(HashSet<string> Queues, Action<Ring> Rung)
    {
        /// <summary>Completes after the first attempt to listen.</summary>
        public TaskCompletionSource Attempted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
