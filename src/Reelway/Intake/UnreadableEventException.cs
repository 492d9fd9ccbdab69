namespace Reelway.Intake;

/// <summary>A text that should be an event is none; the message says where and why.</summary>
internal sealed class UnreadableEventException(string message) : Exception(message);
