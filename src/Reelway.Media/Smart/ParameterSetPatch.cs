using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>Adds all other parameter sets to those of the first encoded piece, whose index becomes that of the whole clip.</summary>
internal static class ParameterSetPatch
{
    /// <summary>Where a track's header keeps how the picture is turned: 9 numbers of 4 bytes behind plain fields, of which version 1 has longer ones.</summary>
    private const int MatrixBytes = 36;
    private const int SizeBytes = 8;
    private const int MatrixAt = 40;
    private const int LongMatrixAt = 52;

    /// <summary>Rewrites the index of a small file, which has to stand at its end: then no offset into the content changes.</summary>
    /// <param name="first">The file that the others are joined to.</param>
    /// <param name="head">The beginning of the talk, which knows how the talk's picture is turned; may be the first itself.</param>
    /// <param name="encoded">All encoded pieces.</param>
    /// <param name="source">The recording's parameter sets.</param>
    /// <returns>False when a file is not laid out like that.</returns>
    public static bool TryApply(string first, string head, IReadOnlyList<string> encoded, AvcConfiguration source)
    {
        var sets = new List<AvcConfiguration>();
        foreach (var path in encoded)
        {
            using var piece = File.OpenRead(path);
            if (Mp4Layout.Read(piece)?.Video is not { } own)
            {
                return false;
            }

            sets.Add(own);
        }

        return TryWrite(first, sets.Aggregate((one, other) => one.With(other)).With(source)) && (first == head || TryTurn(first, head));
    }

    /// <summary>How the picture is turned, and its size: what a track's header ends with; null where it has none.</summary>
    public static ReadOnlyMemory<byte>? ShapeOf(Stream file)
    {
        if (MatrixOf(file) is not { } place)
        {
            return null;
        }

        var shape = new byte[MatrixBytes + SizeBytes];
        file.Position = place;
        return file.ReadAtLeast(shape, shape.Length, throwOnEndOfStream: false) == shape.Length ? shape : null;
    }

    private static bool TryWrite(string path, AvcConfiguration all)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (Mp4Layout.Read(file) is not { PathToConfiguration: [{ Type: "moov" } index, ..] boxes } || index.End != file.Length || boxes[^1].Type != "avcC")
        {
            return false;
        }

        var joined = all.ToBytes();
        var configuration = boxes[^1];
        var growth = joined.Length - (int)(configuration.End - configuration.ContentStart);
        var rest = new byte[file.Length - index.Start];
        file.Position = index.Start;
        file.ReadExactly(rest);
        foreach (var box in boxes)
        {
            // An encoder's own boxes are far below 4 GB, so the short length is in use.
            var size = rest.AsSpan((int)(box.Start - index.Start), 4);
            BinaryPrimitives.WriteUInt32BigEndian(size, (uint)(BinaryPrimitives.ReadUInt32BigEndian(size) + growth));
        }

        file.Position = index.Start;
        file.Write(rest.AsSpan(0, (int)(configuration.ContentStart - index.Start)));
        file.Write(joined);
        file.Write(rest.AsSpan((int)(configuration.End - index.Start)));
        return true;
    }

    /// <summary>Has the player turn the first piece as the talk.</summary>
    private static bool TryTurn(string first, string head)
    {
        using var from = File.OpenRead(head);
        using var to = new FileStream(first, FileMode.Open, FileAccess.ReadWrite);
        if (MatrixOf(from) is not { } source || MatrixOf(to) is not { } target)
        {
            return false;
        }

        var matrix = new byte[MatrixBytes];
        from.Position = source;
        from.ReadExactly(matrix);
        to.Position = target;
        to.Write(matrix);
        return true;
    }

    /// <summary>Place of the picture's matrix in the file.</summary>
    private static long? MatrixOf(Stream file)
    {
        if (Mp4Layout.Read(file)?.PathToConfiguration is not [_, { Type: "trak" } track, ..] || track.Child(file, "tkhd") is not { } header)
        {
            return null;
        }

        var at = header.Content(file, 1) is [1] ? LongMatrixAt : MatrixAt;
        return header.End - header.ContentStart >= at + MatrixBytes ? header.ContentStart + at : null;
    }
}
