using System.Security.Cryptography;

namespace Reelway.Connectors.OpenText;

/// <summary>Digests of a file, made while it comes.</summary>
internal sealed class FileDigests : IDisposable
{
#pragma warning disable CA5350, CA5351 // The media management names an MD5, Box a SHA-1; they find damage and protect from nobody.
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350, CA5351

    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> piece)
    {
        _md5.AppendData(piece);
        _sha1.AppendData(piece);
        Bytes += piece.Length;
    }

    /// <summary>Both in lower-case hexadecimal digits.</summary>
    public (string Sha1, string Md5) End() => (Convert.ToHexStringLower(_sha1.GetHashAndReset()), Convert.ToHexStringLower(_md5.GetHashAndReset()));

    public void Dispose()
    {
        _md5.Dispose();
        _sha1.Dispose();
    }
}
