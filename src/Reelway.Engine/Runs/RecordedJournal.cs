using System.Text.Json;

namespace Reelway.Engine;

/// <summary>What a run has done, as far as its flow is replayed against it; kept to try later code on.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Key">What the run is about.</param>
/// <param name="Steps">In the order in which the flow reached them.</param>
public sealed record RecordedJournal(string Id, string Flow, int Version, string Key, JsonElement Input, IReadOnlyList<RecordedStep> Steps);

/// <summary>A row of a recorded journal.</summary>
/// <param name="Pos">The step's place, from 0.</param>
/// <param name="Kind">The kind's name in the engine.</param>
/// <param name="Outcome">The outcome's name in the engine.</param>
/// <param name="Fault">The fault of a failed step.</param>
public sealed record RecordedStep(long Pos, string Name, string Kind, string Outcome, JsonElement? Output, JsonElement? Fault);
