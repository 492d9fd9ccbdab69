using System.Text.Json;
using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>Starts runs, shows them and lets people move them. Every method answers only when its change is durable.</summary>
public interface IRuns
{
    /// <summary>Starts a run, or finds the one that this flow and key have already started.</summary>
    /// <exception cref="UnknownFlowException">No flow of that name is registered.</exception>
    /// <param name="flow">The flow's name.</param>
    /// <param name="key">The subject key: what the run is about. The same flow and key start one run, ever.</param>
    /// <param name="input">Small and serialisable.</param>
    /// <param name="options">When it is to begin.</param>
    /// <param name="also">Writes that become durable together with a new run, or null.</param>
    /// <param name="cancellation">Ends the wait; a run that is already durable stays.</param>
    /// <exception cref="FaultException">The input can't be stored.</exception>
    Task<StartedRun> StartAsync<TInput>(
        string flow, string key, TInput input, StartOptions options, Func<IDbSession, Task>? also, CancellationToken cancellation);

    /// <inheritdoc cref="StartAsync{TInput}(string, string, TInput, StartOptions, Func{IDbSession, Task}?, CancellationToken)"/>
    Task<StartedRun> StartAsync<TInput>(string flow, string key, TInput input, Func<IDbSession, Task>? also, CancellationToken cancellation)
        => StartAsync(flow, key, input, StartOptions.AtOnce, also, cancellation);

    /// <inheritdoc cref="StartAsync{TInput}(string, string, TInput, StartOptions, Func{IDbSession, Task}?, CancellationToken)"/>
    Task<StartedRun> StartAsync<TInput>(string flow, string key, TInput input, CancellationToken cancellation)
        => StartAsync(flow, key, input, StartOptions.AtOnce, also: null, cancellation);

    /// <summary>Starts runs, or finds those that exist, as one transaction: all or none.</summary>
    /// <param name="starts">The runs; none is allowed.</param>
    /// <param name="also">Writes of the same transaction, given what became of the runs. They are made in any case, also when all runs existed: a reader's cursor moves here.</param>
    /// <param name="cancellation">Ends the wait; what is already durable stays.</param>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="UnknownFlowException">No flow of one of the names is registered.</exception>
    /// <exception cref="FaultException">An input can't be stored.</exception>
    Task<IReadOnlyList<StartedRun>> StartManyAsync(
        IReadOnlyList<RunStart> starts, Func<IDbSession, IReadOnlyList<StartedRun>, Task> also, CancellationToken cancellation);

    /// <inheritdoc cref="StartManyAsync(IReadOnlyList{RunStart}, Func{IDbSession, IReadOnlyList{StartedRun}, Task}, CancellationToken)"/>
    Task<IReadOnlyList<StartedRun>> StartManyAsync(IReadOnlyList<RunStart> starts, Func<IDbSession, Task> also, CancellationToken cancellation)
        => StartManyAsync(starts, (session, _) => also(session), cancellation);

    /// <summary>Lets a run that has not begun begin at another time; a time that has passed means now. One that has begun is not moved.</summary>
    /// <param name="flow">The flow's name.</param>
    /// <param name="key">The run's key.</param>
    /// <param name="at">When it is to begin.</param>
    /// <param name="also">Writes that become durable together with the move, and only with it, or null.</param>
    /// <param name="cancellation">Ends the wait; a move that is already durable stays.</param>
    Task<MoveResult> MoveStartAsync(string flow, string key, DateTimeOffset at, Func<IDbSession, Task>? also, CancellationToken cancellation);

    /// <summary>Cancels those of a flow's runs that have not begun; those that have go on.</summary>
    /// <param name="flow">The flow's name.</param>
    /// <param name="keys">The runs' keys.</param>
    /// <param name="reason">Why, as the runs show it.</param>
    /// <param name="also">Writes of the same transaction, given the keys of the runs that it cancels, or null.</param>
    /// <param name="cancellation">Ends the wait; a cancel that is already durable stays.</param>
    /// <returns>The keys of the runs that were cancelled.</returns>
    Task<IReadOnlyCollection<string>> CancelStartsAsync(
        string flow, IReadOnlyList<string> keys, string reason, Func<IDbSession, IReadOnlyCollection<string>, Task>? also, CancellationToken cancellation);

    /// <summary>One run with its steps; null when there is none.</summary>
    Task<RunView?> FindAsync(RunId id, CancellationToken cancellation);

    /// <summary>The runs of a flow that have these keys; a key that has started none is left out.</summary>
    Task<IReadOnlyList<RunSummary>> FindAsync(string flow, IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Runs, newest first.</summary>
    Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellation);

    /// <summary>What steps of these names came to in these runs; a step without outcome is left out.</summary>
    Task<IReadOnlyList<StepOutcomeView>> OutcomesAsync(IReadOnlyList<RunId> runs, IReadOnlyList<string> steps, CancellationToken cancellation);

    /// <summary>Of these runs those that have not ended.</summary>
    Task<IReadOnlyList<RunId>> OpenAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation);

    /// <summary>How many runs are in each state.</summary>
    Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellation);

    /// <summary>How many runs of a flow are in a state.</summary>
    Task<long> CountAsync(string flow, RunState state, CancellationToken cancellation);

    /// <summary>How many runs stand still until a person does something, as <see cref="RunQuery.NeedsPerson"/> lists them.</summary>
    Task<long> CountNeedingPersonAsync(CancellationToken cancellation);

    /// <summary>Lines of a run's log after the given line id (0: from the start), oldest first.</summary>
    Task<IReadOnlyList<RunLogLine>> LogAsync(RunId id, long afterId, int limit, CancellationToken cancellation);

    /// <summary>Cancels durably: after this no new step of the run begins, and a running one is told to stop.</summary>
    Task<MoveResult> CancelAsync(RunId id, string reason, CancellationToken cancellation);

    /// <summary>Lets a failed, partial or parked run go on at its failed steps, in the same generation.</summary>
    Task<MoveResult> RetryAsync(RunId id, CancellationToken cancellation);

    /// <summary>Puts a run that has failed, wholly or in part, aside: it stays as it is, and nobody is reminded of it. A retry brings it back.</summary>
    Task<MoveResult> PutAsideAsync(RunId id, string reason, CancellationToken cancellation);

    /// <summary>Goes back to a step of an ended or parked run and on from there, in a new generation of the same run.</summary>
    /// <remarks>Outcomes before the step are kept; the former generation stays in the store. Steps send the same idempotency key unless told to resend.</remarks>
    Task<MoveResult> ReplayAsync(RunId id, string fromStep, ReplayOptions options, CancellationToken cancellation);

    /// <summary>Answers for a <c>Once</c> step whose outcome is unknown, and lets the run go on.</summary>
    Task<MoveResult> DecideAsync(RunId id, string step, Decision decision, CancellationToken cancellation);

    /// <summary>Tells a run something that it waits for now, will wait for, or never will. A run that has ended receives nothing more.</summary>
    /// <param name="id">The run.</param>
    /// <param name="name">The signal's name.</param>
    /// <param name="payload">Small and serialisable; null says nothing more than the name.</param>
    /// <param name="dedup">Signals of the same run, name and dedup key are one; null: each is its own.</param>
    /// <param name="cancellation">Ends the wait; a signal that is already durable stays.</param>
    /// <exception cref="FaultException">The payload can't be stored, or a name is empty or too long.</exception>
    Task<MoveResult> SignalAsync<TPayload>(RunId id, string name, TPayload payload, string? dedup, CancellationToken cancellation);

    /// <summary>The same for the run of a flow and key, which may begin later.</summary>
    /// <inheritdoc cref="SignalAsync{TPayload}(RunId, string, TPayload, string?, CancellationToken)"/>
    /// <exception cref="UnknownFlowException">No flow of that name is registered.</exception>
    Task<MoveResult> SignalAsync<TPayload>(string flow, string key, string name, TPayload payload, string? dedup, CancellationToken cancellation);

    /// <summary>Completes when the run has ended or needs a person, with its state then.</summary>
    Task<RunView> WaitAsync(RunId id, CancellationToken cancellation);

    /// <summary>The processes that use the database, oldest first.</summary>
    Task<IReadOnlyList<WorkerView>> WorkersAsync(CancellationToken cancellation);
}

/// <summary>What became of a start.</summary>
/// <param name="Created">False when the run existed already.</param>
/// <param name="InputDiffers">True when it existed with another input, which was kept.</param>
public sealed record StartedRun(RunId Id, bool Created, bool InputDiffers);

/// <summary>What became of a person's wish.</summary>
/// <param name="Moved">True when it was carried out.</param>
/// <param name="Sentence">Why not, when it was not; otherwise what follows.</param>
/// <param name="Found">False when there is no such run or step.</param>
public sealed record MoveResult(bool Moved, string Sentence, bool Found = true);

/// <summary>How a replay differs from what was done before.</summary>
/// <param name="EditedInput">Replaces the run's input; null keeps it. Must fit the flow's input, with no unknown field.</param>
/// <param name="Resend">
/// True: the steps from there on hand a new idempotency key to the outside, so that their effects happen again, <c>Once</c> steps included.
/// False: they send the same key, and a <c>Once</c> step that has happened asks a person.
/// </param>
public sealed record ReplayOptions(JsonElement? EditedInput = null, bool Resend = false);

/// <summary>A person's answer for a step whose outcome is unknown.</summary>
public enum Decision
{
    /// <summary>The effect has happened: go on without repeating it.</summary>
    Sent,

    /// <summary>It has not happened: do it again.</summary>
    SendAgain,
}

/// <summary>Which runs to list. Null filters nothing.</summary>
/// <param name="Text">Part of the id, key or sentence.</param>
/// <param name="Also">Runs that <paramref name="Text"/> finds as well, for reasons of those who ask.</param>
/// <param name="Parent">The run whose children are listed.</param>
/// <param name="DeadLetters">True: only runs that failed because their attempts are spent.</param>
/// <param name="NeedsPerson">True: only runs that stand still until a person does something, see <see cref="RunSummary.NeedsPerson"/>; archived ones do not.</param>
/// <param name="Before">Id before which to continue (runs are listed newest first).</param>
public sealed record RunQuery(
    IReadOnlyList<RunState>? States = null, string? Flow = null, string? Text = null, RunId? Before = null, int Limit = 50, RunId? Parent = null,
    bool DeadLetters = false, bool NeedsPerson = false, IReadOnlyList<RunId>? Also = null);

/// <summary>A page of runs. <paramref name="Next"/> continues it; null at the end.</summary>
public sealed record RunPage(IReadOnlyList<RunSummary> Items, RunId? Next);

/// <summary>No flow of that name is registered.</summary>
public sealed class UnknownFlowException(string flow, IReadOnlyList<string> known)
    : Exception($"There is no flow named \"{flow}\"; known are {string.Join(", ", known)}.");
