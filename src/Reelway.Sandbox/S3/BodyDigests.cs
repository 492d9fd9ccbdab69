using System.Security.Cryptography;

namespace Reelway.Sandbox.S3;

/// <summary>All that is reckoned of a body while it passes.</summary>
internal sealed class BodyDigests : IDisposable
{
#pragma warning disable CA5350, CA5351 // The service names these digests; they protect nothing.
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350, CA5351
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 _crc32 = new();

    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        _md5.AppendData(bytes);
        _sha1.AppendData(bytes);
        _sha256.AppendData(bytes);
        _crc32.Append(bytes);
    }

    public byte[] Md5() => _md5.GetCurrentHash();

    public byte[] Sha256() => _sha256.GetCurrentHash();

    /// <summary>The value of a checksum header; null for an algorithm that is not reckoned here.</summary>
    public string? Checksum(string header) => header switch
    {
        "x-amz-checksum-crc32" => _crc32.Text(),
        "x-amz-checksum-sha1" => Convert.ToBase64String(_sha1.GetCurrentHash()),
        "x-amz-checksum-sha256" => Convert.ToBase64String(_sha256.GetCurrentHash()),
        _ => null,
    };

    public void Dispose()
    {
        _md5.Dispose();
        _sha1.Dispose();
        _sha256.Dispose();
    }
}
