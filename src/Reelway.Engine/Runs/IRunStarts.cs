using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>Starts runs inside writes of others, so that a run and what it comes of are durable together, also where many callers' rows are written as one.</summary>
public interface IRunStarts
{
    /// <summary>Makes a run ready to be written.</summary>
    /// <exception cref="UnknownFlowException">No flow of that name is registered.</exception>
    /// <exception cref="FaultException">The input can't be stored.</exception>
    PreparedRun Prepare(RunStart start);

    /// <summary>Writes runs, or finds those that have their flows and keys.</summary>
    /// <returns>What became of each, in their order.</returns>
    Task<IReadOnlyList<StartedRun>> WriteAsync(IDbSession session, IReadOnlyList<PreparedRun> runs);

    /// <summary>Says that a run was written, once that is durable: somebody may then take it up.</summary>
    void Tell(PreparedRun run, StartedRun started);
}

/// <summary>A run that is ready to be written.</summary>
public sealed class PreparedRun
{
    internal PreparedRun(NewRun draft) => Draft = draft;

    internal NewRun Draft { get; }
}
