using System.Collections.Concurrent;
using Reelway.Storage;

namespace Reelway.Engine.Execution;

/// <summary>What one attempt of a step's body is given.</summary>
internal sealed class StepContext(
    StepExecution.Services services, RunLease lease, StepPlan plan, OpenStep open, long attempt, long redo, CancellationToken cancellation) : IStep
{
    private readonly ConcurrentQueue<Task> _logging = [];
    private readonly List<Func<IDbSession, Task>> _writes = [];
    private readonly List<BulkRow> _rows = [];
    private readonly LiveStep _live = new(plan.Name, attempt, services.Store.NowMs);
    private string? _checkpoint = open.Checkpoint;
    private bool _mayHaveBegun;

    /// <summary>Of the run and the step's name, so that a replay sends the same; a new effect is asked for by raising the last part.</summary>
    public string IdempotencyKey
    {
        get
        {
            _mayHaveBegun = true;
            return $"{new RunId(lease.RunId)}/{plan.Name}/{redo}";
        }
    }

    public int Attempt { get; } = (int)attempt;

    public string Worker => services.Membership.Identity?.Id ?? "";

    public long Epoch => lease.Epoch;

    public CancellationToken Cancellation => cancellation;

    public IReadOnlyList<Func<IDbSession, Task>> Writes => _writes;

    public IReadOnlyList<BulkRow> Rows => _rows;

    /// <summary>True when this attempt has stored a checkpoint.</summary>
    public bool HasSaved { get; private set; }

    public void Report(double fraction, string? text = null) => _live.Report(fraction, text);

    public void Log(RunLogLevel level, string message)
        => _logging.Enqueue(services.Store.LogAsync(lease.RunId, level, plan.Name, message, CancellationToken.None));

    public T? Checkpoint<T>()
        => _checkpoint is null ? default : FlowJson.Read<T>(_checkpoint, $"The checkpoint of step \"{plan.Name}\"");

    public async Task SaveCheckpointAsync<T>(T value)
    {
        _checkpoint = FlowJson.Write(value, $"The checkpoint of step \"{plan.Name}\"", services.Options.PayloadLimitBytes);
        await services.Writes.RunAsync(token => services.Store.SaveOpenStepAsync(lease, Latest(open), token), cancellation);
        HasSaved = true;
        EngineDiagnostics.Announce(lease.RunId, plan.Name, StepMoment.Checkpoint);
    }

    public async Task ShareAsync(IReadOnlyList<string> scopes)
    {
        if (plan.Kind == StepKind.Once && (_mayHaveBegun || HasSaved || _writes.Count + _rows.Count > 0))
        {
            throw new InvalidOperationException($"Step \"{plan.Name}\" happens once, and takes all its connections before its effect.");
        }

        if (scopes.Count > 0 && await services.Store.FindBlockAsync(scopes, cancellation) is { } block)
        {
            throw new HeldUpException(block);
        }
    }

    public void Commit(Func<IDbSession, Task> writes) => _writes.Add(writes);

    public void Commit<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row) => _rows.Add(BulkRow.Of(bulk, row));

    /// <summary>The step with what this attempt has saved.</summary>
    public OpenStep Latest(OpenStep step) => step with { Checkpoint = _checkpoint };

    /// <summary>Shows the attempt as running until the result is disposed.</summary>
    public IDisposable Begin() => services.Live.Show(lease.RunId, plan.Pos, _live);

    /// <summary>Waits until the attempt's log lines are stored.</summary>
    public async Task FlushAsync()
    {
        while (_logging.TryDequeue(out var line))
        {
            await line;
        }
    }
}
