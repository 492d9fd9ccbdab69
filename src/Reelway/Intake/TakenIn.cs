using Reelway.Engine;

namespace Reelway.Intake;

/// <summary>What was taken in.</summary>
/// <param name="Created">False when the run existed already.</param>
internal sealed record TakenIn(RunId Run, bool Created, string Title);

/// <summary>What became of an event.</summary>
/// <param name="Ignored">What was not acted on, and why.</param>
/// <param name="Unreadable">What is wrong with records that can't be read, beside those that can.</param>
internal sealed record TakenInEvent(IReadOnlyList<TakenIn> Taken, IReadOnlyList<string> Ignored, IReadOnlyList<string> Unreadable);
