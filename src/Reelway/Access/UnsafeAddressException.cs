namespace Reelway.Access;

/// <summary>The server was told to listen where it must not, or where nobody can. Its message is for the operator.</summary>
internal sealed class UnsafeAddressException(string sentence) : Exception(sentence);
