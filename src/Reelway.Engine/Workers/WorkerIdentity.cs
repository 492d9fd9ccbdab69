namespace Reelway.Engine.Workers;

/// <summary>A process as the database knows it.</summary>
/// <param name="Id">Never used twice: runs that it executes bear it.</param>
/// <param name="Node">0 to 1023, no other living process has it: part of every id that it makes.</param>
internal sealed record WorkerIdentity(string Id, int Node);
