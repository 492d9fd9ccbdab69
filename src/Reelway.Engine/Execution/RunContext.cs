using System.Globalization;

namespace Reelway.Engine.Execution;

/// <summary>The engine's side of a flow in execution: matches its steps with the journal and runs those without outcome.</summary>
/// <remarks>All members run on the flow's scheduler, one at a time; only <see cref="StepExecution"/>s run beside it.</remarks>
internal sealed partial class RunContext(ClaimedRun claimed, Journal journal, StepExecution.Services services, FlowRegistry flows, FlowScheduler scheduler, StepTokens tokens) : IRun
{
    private readonly Dictionary<string, int> _awaitedLimits = [];
    private readonly List<string> _partial = [];
    private long _nextPos;

    public RunId Id => new(claimed.Lease.RunId);

    public string Key => claimed.Key;

    /// <summary>On which the flow's own code runs.</summary>
    public FlowScheduler Scheduler => scheduler;

    public int PayloadLimitBytes => services.Options.PayloadLimitBytes;

    /// <summary>Step bodies that are running beside the flow.</summary>
    public int Active { get; private set; }

    /// <summary>Steps that are parked or were held back; the flow can't end while there are any.</summary>
    public int Held { get; private set; }

    /// <summary>Why the execution has to be given up, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Limits of the resources that parked steps wait for.</summary>
    public IReadOnlyDictionary<string, int> AwaitedLimits => _awaitedLimits;

    public IReadOnlyList<string> PartialSentences => _partial;

    /// <summary>The fault that ended a step and was thrown into the flow last: tells an unhandled step failure from a flow's own.</summary>
    public StoredFault? LastStepFault { get; private set; }

    public async Task<T> StepAsync<T>(string name, Func<IStep, Task<T>> body, StepOptions? options = null)
    {
        var row = await EnterAsync(name, StepKind.Step, options, async step => Store(await body(step), name));
        return await ReadAsync<T>(row.Output!, $"the result of step \"{name}\"");
    }

    public Task StepAsync(string name, Func<IStep, Task> body, StepOptions? options = null)
        => EnterAsync(name, StepKind.Step, options, WithoutResult(body));

    public async Task<OnceOutcome> OnceAsync(string name, Func<IStep, Task> body, StepOptions? options = null)
    {
        var row = await EnterAsync(name, StepKind.Once, options, WithoutResult(body));
        return row.Outcome == StepOutcome.AssumedDone ? OnceOutcome.AssumedDone : OnceOutcome.Done;
    }

    public async Task<T> PollAsync<T>(string name, Func<IStep, PollTimes> times, Func<IStep, Task<T?>> body, StepOptions? options = null)
        where T : class
    {
        var row = await EnterAsync(
            name, StepKind.Poll, options, async step => await body(step) is { } answer ? Store(answer, name) : null, new PollPlan(times));
        return await ReadAsync<T>(row.Output!, $"the result of step \"{name}\"");
    }

    public Task SkipAsync(string name, string reason)
    {
        var stored = Store(reason, name);
        return EnterAsync(name, StepKind.Skip, options: null, _ => Task.FromResult<string?>(stored));
    }

    public Task DelayAsync(string name, TimeSpan delay)
        => EnterAsync(name, StepKind.Timer, options: null, _ => Task.FromResult<string?>(DueMs(After(delay))));

    public Task SleepUntilAsync(string name, DateTimeOffset due)
        => EnterAsync(name, StepKind.Timer, options: null, _ => Task.FromResult<string?>(DueMs(due)));

    public void MarkPartial(string sentence) => _partial.Add(sentence);

    private async Task<JournalRow> EnterAsync(
        string name, StepKind kind, StepOptions? options, Func<IStep, Task<string?>> body, StepDetails? details = null)
    {
        var row = await FindOrRunAsync(name, kind, options ?? new StepOptions(), body, details);
        if (row.Outcome == StepOutcome.Failed)
        {
            LastStepFault = await ReadAsync<StoredFault>(row.Fault!, $"the fault of step \"{name}\"");
            throw new FaultException(LastStepFault.Fault);
        }

        return row;
    }

    /// <summary>What is stored of the run. When it can't be read the run is parked and not failed: with the code that wrote it, it can go on.</summary>
    public Task<T> ReadAsync<T>(string json, string what)
    {
        try
        {
            return Task.FromResult(FlowJson.Read<T>(json, what));
        }
        catch (FaultException unreadable)
        {
            Failure ??= new ChangedCodeException(unreadable.Fault.Sentence);
            return Never<T>();
        }
    }

    private Task<JournalRow> FindOrRunAsync(
        string name, StepKind kind, StepOptions options, Func<IStep, Task<string?>> body, StepDetails? details)
    {
        if (SynchronizationContext.Current != scheduler)
        {
            throw FaultException.Permanent($"Step \"{name}\" was begun from outside the flow's own code (Task.Run or ConfigureAwait(false) before it).");
        }

        Names.Check(name, "A step's name");
        var pos = _nextPos++;
        JournalRow? row;
        try
        {
            row = journal.Enter(pos, name, kind);
        }
        catch (ChangedCodeException changed)
        {
            Failure ??= changed;
            return Never<JournalRow>();
        }

        if (row is not null && row.Outcome != StepOutcome.TimerSet)
        {
            return Task.FromResult(row);
        }

        if (tokens.NoNewSteps || Failure is not null || _undoing != (kind == StepKind.Undo))
        {
            return Never<JournalRow>();
        }

        var plan = new StepPlan(pos, name, kind, options, body, details) { Flow = claimed.Flow };
        var step = new StepExecution(services, claimed.Lease, tokens, plan, journal, row);
        return Run(step);
    }

    // The task is completed on the flow's scheduler, and only by an outcome: a flow never sees that it was parked.
    private Task<JournalRow> Run(StepExecution step)
    {
        var outcome = new TaskCompletionSource<JournalRow>();
        Active++;
        _ = Task.Run(async () =>
        {
            var ending = await step.RunAsync();
            scheduler.Post(() => Settle(ending, outcome));
        });
        return outcome.Task;
    }

    private void Settle(StepEnding ending, TaskCompletionSource<JournalRow> outcome)
    {
        Active--;
        switch (ending)
        {
            case StepEnding.Finished finished:
                outcome.SetResult(finished.Row);
                break;
            case StepEnding.Parked parked:
                Held++;
                if (parked.Limit is { } limit)
                {
                    _awaitedLimits[limit.Resource] = limit.Count;
                }

                break;
            case StepEnding.Broken broken:
                Failure ??= broken.Failure;
                break;
            default:
                Held++;
                break;
        }
    }

    private Task<T> Never<T>()
    {
        Held++;
        return new TaskCompletionSource<T>().Task;
    }

    private string Store<T>(T value, string name) => FlowJson.Write(value, $"The result of step \"{name}\"", PayloadLimitBytes);

    private static Func<IStep, Task<string?>> WithoutResult(Func<IStep, Task> body) => async step =>
    {
        await body(step);
        return null;
    };

    // A wait for ever ends with the calendar.
    private DateTimeOffset After(TimeSpan wait)
    {
        var now = services.Now;
        return wait < DateTimeOffset.MaxValue - now ? now + wait : DateTimeOffset.MaxValue;
    }

    private static string DueMs(DateTimeOffset due) => due.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
