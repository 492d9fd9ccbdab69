using System.Security.Cryptography;

namespace Reelway.Sandbox.Box;

/// <summary>A chunked upload under way.</summary>
internal sealed class BoxUploadSession(string id, string folderId, string name, long bytes, long partBytes, BoxUser by, DateTimeOffset expiresAt) : IDisposable
{
    private readonly SemaphoreSlim _hashing = new(1);
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, BoxPart> _parts = [];
    private long _hashedTo;

    public string Id { get; } = id;

    public string FolderId { get; } = folderId;

    public string Name { get; } = name;

    public long Bytes { get; } = bytes;

    public long PartBytes { get; } = partBytes;

    public BoxUser By { get; } = by;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public long TotalParts => (Bytes + PartBytes - 1) / PartBytes;

    /// <summary>How often a commit is not ready yet; null before the first one.</summary>
    public int? CommitWaits { get; set; }

    public IReadOnlyList<BoxPart> Parts
    {
        get
        {
            lock (_lock)
            {
                return [.. _parts.Values];
            }
        }
    }

    public bool Add(BoxPart part)
    {
        lock (_lock)
        {
            return _parts.TryAdd(part.Offset, part);
        }
    }

    /// <summary>Reckons the digest of the whole as far as parts have come without a gap; null before its end.</summary>
    public async Task<string?> HashAsync(CancellationToken cancellation)
    {
        await _hashing.WaitAsync(cancellation);
        try
        {
            while (Next() is { } part)
            {
                await using var file = File.OpenRead(part.Piece.File);
                var buffer = new byte[128 * 1024];
                int count;
                while ((count = await file.ReadAsync(buffer, CancellationToken.None)) > 0)
                {
                    _whole.AppendData(buffer, 0, count);
                }

                _hashedTo += part.Piece.Bytes;
            }

            return _hashedTo == Bytes ? Convert.ToHexStringLower(_whole.GetCurrentHash()) : null;
        }
        finally
        {
            _hashing.Release();
        }
    }

    public void Dispose()
    {
        _hashing.Dispose();
        _whole.Dispose();
    }

    private BoxPart? Next()
    {
        lock (_lock)
        {
            return _parts.GetValueOrDefault(_hashedTo);
        }
    }
}

/// <summary>A part of it. It never changes.</summary>
internal sealed record BoxPart(string Id, long Offset, BoxPiece Piece);
