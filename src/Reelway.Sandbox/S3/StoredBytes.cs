namespace Reelway.Sandbox.S3;

/// <summary>A body that was received whole.</summary>
/// <param name="Md5">Lower-case hex: the ETag of what was sent in one piece.</param>
/// <param name="Checksum">Header name and value of the checksum that came with it, found right; null when there was none.</param>
internal sealed record StoredBytes(string File, long Bytes, string Md5, KeyValuePair<string, string>? Checksum);
