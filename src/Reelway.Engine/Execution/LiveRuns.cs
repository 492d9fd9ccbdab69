using System.Collections.Concurrent;

namespace Reelway.Engine.Execution;

/// <summary>What this process executes right now: for progress, which is not stored, and for reaching a run to cancel it.</summary>
internal sealed class LiveRuns
{
    private readonly ConcurrentDictionary<long, LiveRun> _runs = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _settled = [];

    /// <summary>The steps whose bodies are running.</summary>
    public IEnumerable<(long Run, LiveStep Step)> Steps => _runs.SelectMany(run => run.Value.Steps.Values.Select(step => (run.Key, step)));

    public LiveRun Add(long runId) => _runs[runId] = new LiveRun();

    /// <summary>Shows a step as running until the result is disposed.</summary>
    public IDisposable Show(long runId, long pos, LiveStep step)
    {
        var steps = Find(runId)?.Steps;
        steps?.TryAdd(pos, step);
        return new Shown(steps, pos);
    }

    public LiveRun? Find(long runId) => _runs.GetValueOrDefault(runId);

    /// <summary>Forgets this execution; a newer one of the same run stays.</summary>
    public void Remove(long runId, LiveRun run)
    {
        _runs.TryRemove(KeyValuePair.Create(runId, run));
        run.Dispose();
        Settle(runId);
    }

    /// <summary>Completes when the run next leaves a worker or is moved by a person. Ask for it before looking at the state.</summary>
    public Task NextSettlement(long runId)
        => _settled.GetOrAdd(runId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Settle(long runId)
    {
        if (_settled.TryRemove(runId, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    private sealed class Shown(ConcurrentDictionary<long, LiveStep>? steps, long pos) : IDisposable
    {
        public void Dispose() => steps?.TryRemove(pos, out _);
    }
}

/// <summary>A run in execution.</summary>
internal sealed class LiveRun : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Lock _gate = new();
    private bool _ended;

    public ConcurrentDictionary<long, LiveStep> Steps { get; } = [];

    /// <summary>Set when a person cancels the run.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    public void Cancel()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _cancelled.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _cancelled.Dispose();
        }
    }
}

/// <summary>A step whose body is running.</summary>
internal sealed class LiveStep(string name, long attempt, long startedMs)
{
    private readonly Lock _gate = new();
    private double? _fraction;
    private string? _text;

    public string Name { get; } = name;

    public long Attempt { get; } = attempt;

    public long StartedMs { get; } = startedMs;

    public (double? Fraction, string? Text) Progress
    {
        get
        {
            lock (_gate)
            {
                return (_fraction, _text);
            }
        }
    }

    /// <summary>Never goes backwards, and forgives what is no fraction.</summary>
    public void Report(double fraction, string? text)
    {
        lock (_gate)
        {
            if (double.IsFinite(fraction) && !(Math.Clamp(fraction, 0, 1) < _fraction))
            {
                _fraction = Math.Clamp(fraction, 0, 1);
            }

            _text = text ?? _text;
        }
    }
}
