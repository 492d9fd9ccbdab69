namespace Reelway.Intake;

/// <summary>An event came after a newer one of the same object.</summary>
internal sealed class OvertakenException : Exception;
