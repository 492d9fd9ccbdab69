namespace Reelway.Frame.Protection;

/// <summary>The key file can't be used; the message says why, and what to do.</summary>
internal sealed class KeyFileException(string message, Exception? inner = null) : Exception(message, inner);
