namespace Reelway.Library;

/// <summary>A file that the library keeps.</summary>
/// <param name="File">Its URI there.</param>
internal sealed record KeptFile(string File, long Bytes);
