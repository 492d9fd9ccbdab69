namespace Reelway.Engine;

/// <summary>Where the processes of this machine note what they are at work on, so that the death of one is counted against the run that caused it alone.</summary>
/// <param name="Path">A folder of the engine's own; made when it is missing.</param>
public sealed record AtWorkFolder(string Path);
