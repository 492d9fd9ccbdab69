namespace Reelway.Engine.Execution;

/// <summary>What can end an execution from outside.</summary>
/// <param name="Draining">The process is to end: finish running steps, begin no other.</param>
/// <param name="Stopping">Stop now.</param>
/// <param name="Lost">The run may be another worker's by now: stop, and write nothing more.</param>
internal sealed record StopSignals(CancellationToken Draining, CancellationToken Stopping, CancellationToken Lost);
