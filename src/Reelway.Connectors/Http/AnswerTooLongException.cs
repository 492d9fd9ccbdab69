namespace Reelway.Connectors;

/// <summary>An answer larger than a connector ever needs.</summary>
internal sealed class AnswerTooLongException(int maxBytes) : Exception($"the answer is longer than {maxBytes} bytes");
