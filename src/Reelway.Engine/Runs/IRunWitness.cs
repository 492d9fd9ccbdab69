using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>Sees runs fail, end by a cancel or stop for a person, inside the transaction that says so: what it writes becomes durable together with that, or not at all.</summary>
public interface IRunWitness
{
    /// <summary>Obeys the rules of <see cref="IDatabase.WriteAsync{T}"/>: it may be called again for the same fact, and uses nothing but the session.</summary>
    Task SeeAsync(IDbSession session, RunFact fact);
}

/// <summary>What has become of a run.</summary>
/// <param name="State"><see cref="RunState.NeedsAttention"/>, <see cref="RunState.Partial"/>, <see cref="RunState.Failed"/> or <see cref="RunState.Cancelled"/>.</param>
/// <param name="Attention">What kind of thing a person has to do; null of a run that has ended.</param>
/// <param name="DeadLetter">It failed because its attempts are spent.</param>
/// <param name="Sentence">What happened, to what, and what to do.</param>
/// <param name="Epoch">Grows whenever the run is taken up: together with the run it names the fact.</param>
public sealed record RunFact(
    RunId Run, string Flow, string Key, RunState State, AttentionReason? Attention, bool DeadLetter, string Sentence, long Epoch, DateTimeOffset At);
