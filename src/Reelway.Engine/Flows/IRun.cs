namespace Reelway.Engine;

/// <summary>What a flow can say to the engine. Names are unique within the run and never change once shipped.</summary>
public interface IRun
{
    /// <summary>The run's id.</summary>
    RunId Id { get; }

    /// <summary>The subject key it was started with.</summary>
    string Key { get; }

    /// <summary>Runs the body until its outcome is journaled, then never again. The result is small, serialisable and machine-independent.</summary>
    /// <exception cref="FaultException">The step has failed for good; journaled, so it is thrown again at replay.</exception>
    Task<T> StepAsync<T>(string name, Func<IStep, Task<T>> body, StepOptions? options = null);

    /// <inheritdoc cref="StepAsync{T}"/>
    Task StepAsync(string name, Func<IStep, Task> body, StepOptions? options = null);

    /// <summary>Runs the body at most once: its intent is journaled first, and when the outcome is unknown a person decides.</summary>
    /// <exception cref="FaultException">The step has failed for good, known to be without effect.</exception>
    Task<OnceOutcome> OnceAsync(string name, Func<IStep, Task> body, StepOptions? options = null);

    /// <summary>Asks again and again, durably and without costing attempts, until the body answers other than null.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="every">Wait between two questions.</param>
    /// <param name="giveUpAfter">After this long the run needs attention; counted from the first question, without the times in which the clock leapt or nobody could ask.</param>
    /// <param name="body">Answers null for "not yet".</param>
    /// <param name="options">As of any step.</param>
    Task<T> PollAsync<T>(string name, TimeSpan every, TimeSpan giveUpAfter, Func<IStep, Task<T?>> body, StepOptions? options = null)
        where T : class
        => PollAsync(name, _ => new PollTimes(every, giveUpAfter), body, options);

    /// <inheritdoc cref="PollAsync{T}(string, TimeSpan, TimeSpan, Func{IStep, Task{T}}, StepOptions)"/>
    /// <param name="times">Asked after each question that was not answered, so that settings which were changed meanwhile count.</param>
    Task<T> PollAsync<T>(string name, Func<IStep, PollTimes> times, Func<IStep, Task<T?>> body, StepOptions? options = null)
        where T : class;

    /// <summary>Journals that a step of this name was not needed, and why.</summary>
    Task SkipAsync(string name, string reason);

    /// <summary>Waits durably; the due time is journaled before the wait begins.</summary>
    Task DelayAsync(string name, TimeSpan delay);

    /// <summary>Waits durably until a time, which may have passed.</summary>
    Task SleepUntilAsync(string name, DateTimeOffset due);

    /// <summary>Waits durably for a signal, which may have come already; what has come is taken in the order in which it was stored.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="timeout">How long to wait, counted from the first time that the flow is here; null: for ever.</param>
    /// <param name="signal">The signal's name, where the step's is another: several waits may take signals of one name.</param>
    /// <returns>What the signal says; null when none has come in time.</returns>
    Task<T?> WaitForAsync<T>(string name, TimeSpan? timeout = null, string? signal = null)
        where T : class;

    /// <summary>The time now, journaled: the same at every replay.</summary>
    Task<DateTimeOffset> NowAsync(string name);

    /// <summary>A new id of 13 lower-case letters and digits that no other run gets, journaled. Not a secret.</summary>
    Task<string> NewIdAsync(string name);

    /// <summary>A random number from 0 to below 1, journaled.</summary>
    Task<double> RandomAsync(string name);

    /// <summary>True for runs that come here for the first time with this code, false for those that had passed here before it was changed.</summary>
    /// <remarks>Lets old runs go on as they began. It takes a place in the journal only when it is true, so old journals still fit.</remarks>
    Task<bool> ChangedAsync(string name);

    /// <summary>Runs steps of one type side by side, a fixed list in a fixed order. When some fail, all others are finished first.</summary>
    /// <returns>The results in the order of the list.</returns>
    async Task<IReadOnlyList<T>> ParallelAsync<T>(IReadOnlyList<(string Name, Func<IStep, Task<T>> Body)> steps, StepOptions? options = null)
        => await Task.WhenAll(steps.Select(step => StepAsync(step.Name, step.Body, options)).ToList());

    /// <summary>Runs two steps side by side.</summary>
    async Task<(T1 First, T2 Second)> ParallelAsync<T1, T2>(
        (string Name, Func<IStep, Task<T1>> Body) first, (string Name, Func<IStep, Task<T2>> Body) second)
    {
        var (one, two) = (StepAsync(first.Name, first.Body), StepAsync(second.Name, second.Body));
        await Task.WhenAll(one, two);
        return (await one, await two);
    }

    /// <summary>Runs three steps side by side.</summary>
    async Task<(T1 First, T2 Second, T3 Third)> ParallelAsync<T1, T2, T3>(
        (string Name, Func<IStep, Task<T1>> Body) first, (string Name, Func<IStep, Task<T2>> Body) second,
        (string Name, Func<IStep, Task<T3>> Body) third)
    {
        var (one, two, three) = (StepAsync(first.Name, first.Body), StepAsync(second.Name, second.Body), StepAsync(third.Name, third.Body));
        await Task.WhenAll(one, two, three);
        return (await one, await two, await three);
    }

    /// <summary>Starts a run of a registered flow per item and waits durably until all of them have ended. A child that fails is told by its state.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="items">Any number up to 10,000, none included; the same at every replay.</param>
    /// <param name="keyOf">An item's key, unique among the items: with it a child is known again.</param>
    /// <param name="flow">The children's flow.</param>
    /// <param name="inputOf">The input of an item's child.</param>
    /// <returns>The children in the order of the items.</returns>
    /// <exception cref="FaultException">Two items have one key, an input can't be stored, or no such flow is registered.</exception>
    Task<IReadOnlyList<ChildRun<TResult>>> ForEachAsync<TItem, TInput, TResult>(
        string name, IReadOnlyList<TItem> items, Func<TItem, string> keyOf, string flow, Func<TItem, TInput> inputOf);

    /// <summary>The same, by the flow's class.</summary>
    /// <inheritdoc cref="ForEachAsync{TItem, TInput, TResult}(string, IReadOnlyList{TItem}, Func{TItem, string}, string, Func{TItem, TInput})"/>
    Task<IReadOnlyList<ChildRun<TResult>>> ForEachAsync<TFlow, TItem, TInput, TResult>(
        string name, IReadOnlyList<TItem> items, Func<TItem, string> keyOf, Func<TItem, TInput> inputOf)
        where TFlow : class, IFlow<TInput, TResult>
        => ForEachAsync<TItem, TInput, TResult>(name, items, keyOf, FlowAttribute.Of(typeof(TFlow)).Name, inputOf);

    /// <summary>Says how an effect is taken back if the run is cancelled. Costs nothing until then; a run that isn't cancelled never does it.</summary>
    /// <remarks>
    /// Say it before the step whose effect it is, so that it also holds for one that was interrupted; the body looks for what there is to take back.
    /// After a cancel, when nothing of the run is at work any more, the bodies run one by one, the last first, as journaled steps with retries.
    /// </remarks>
    void OnCancel(string name, Func<IStep, Task> body, StepOptions? options = null);

    /// <summary>Marks the run as <see cref="RunState.Partial"/> when it ends well: done, but not all of it.</summary>
    void MarkPartial(string sentence);
}
