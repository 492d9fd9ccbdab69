namespace Reelway.Engine;

/// <summary>The definition of a piece of work: ordinary async code whose steps are journaled.</summary>
/// <remarks>
/// After a restart the method is called again from the top, and every journaled step answers at once from the journal.
/// So between its steps a flow only computes: no clock, no randomness, no I/O, no <c>Task.Run</c>, no <c>ConfigureAwait(false)</c>.
/// </remarks>
public interface IFlow<TInput, TResult>
{
    /// <summary>Executes the flow. Called again from the top whenever the run resumes.</summary>
    Task<TResult> RunAsync(TInput input, IRun run);
}
