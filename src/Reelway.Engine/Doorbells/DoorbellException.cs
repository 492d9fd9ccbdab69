namespace Reelway.Engine.Doorbells;

/// <summary>Rings don't get through; the message is a sentence that says where and what to do.</summary>
public sealed class DoorbellException(string message, Exception? inner = null) : Exception(message, inner);
