using System.Security.Cryptography;

namespace Reelway.Sandbox.Box;

/// <summary>The content of a version, in the pieces that it came in.</summary>
/// <param name="Sha1">Lower-case hex.</param>
internal sealed record BoxContent(IReadOnlyList<BoxPiece> Pieces, long Bytes, string Sha1)
{
    public static BoxContent Of(BoxPiece piece) => new([piece], piece.Bytes, piece.Sha1);

    public async Task CopyAsync(Stream to, long from, long count, CancellationToken cancellation)
    {
        var buffer = new byte[128 * 1024];
        foreach (var piece in Pieces)
        {
            if (count > 0 && from < piece.Bytes)
            {
                await using var file = new FileStream(piece.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
                file.Position = from;
                int read;
                while (count > 0 && (read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellation)) > 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
                    count -= read;
                }
            }

            from = Math.Max(0, from - piece.Bytes);
        }
    }
}

/// <summary>Bytes that were received whole.</summary>
/// <param name="Sha1">Lower-case hex.</param>
internal sealed record BoxPiece(string File, long Bytes, string Sha1)
{
    public static async Task<BoxPiece> StoreAsync(Stream body, string file, CancellationToken cancellation)
    {
        try
        {
            using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
            await using var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            var buffer = new byte[128 * 1024];
            int count;
            while ((count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)) > 0)
            {
                sha1.AppendData(buffer, 0, count);
                await output.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }

            return new BoxPiece(file, output.Position, Convert.ToHexStringLower(sha1.GetHashAndReset()));
        }
        catch
        {
            System.IO.File.Delete(file);
            throw;
        }
    }
}
