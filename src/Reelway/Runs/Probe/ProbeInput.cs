namespace Reelway.Runs.Probe;

/// <summary>What a probe does.</summary>
/// <param name="Url">Who is called at every step.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="HoldMs">How long each step holds after its call, in milliseconds.</param>
internal sealed record ProbeInput(string Url, int Steps = 1, int HoldMs = 0);

/// <summary>What a probe has done.</summary>
internal sealed record ProbeResult(int Steps);

/// <summary>What a step of a probe tells whom it calls.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Step">The step's number, from 1.</param>
/// <param name="Key">The effect's key: the same whenever this step is done again.</param>
/// <param name="Attempt">Which attempt of the step this is, from 1.</param>
/// <param name="Worker">The process that makes it.</param>
/// <param name="Epoch">Of two processes that believe to have the run, the one with the higher epoch is right.</param>
internal sealed record ProbeHit(string Run, int Step, string Key, int Attempt, string Worker, long Epoch);
