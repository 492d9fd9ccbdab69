using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>
/// Joins the pieces of a smart render by writing the clip itself: the recording's packets are read once and written once, while the end is still being
/// encoded.
/// </summary>
/// <remarks>Only where all of a clip is either encoded again or a packet that the recording's own index lists. Everything else is joined by ffmpeg.</remarks>
internal sealed class Weave : IDisposable
{
    /// <summary>How much of a track stands in one piece: players read ahead by more.</summary>
    private const double ChunkSeconds = 0.5;

    /// <summary>Before the content stand its length and, for a content of more than 4 GB, room for a longer one.</summary>
    private const int ContentHeader = 16;

    private const int WrittenAtOnce = 1024 * 1024;

    private readonly FileStream _output;
    private readonly IReadOnlyList<WovenTrack> _tracks;
    private readonly long _room;
    private readonly byte[] _buffer = new byte[WrittenAtOnce];
    private int _filled;
    private long _written;

    /// <param name="output">What is written.</param>
    /// <param name="tracks">The picture first; with the packets that are there already.</param>
    /// <param name="room">Bytes that the index will take at most.</param>
    public Weave(FileStream output, IReadOnlyList<WovenTrack> tracks, long room)
    {
        (_output, _tracks, _room) = (output, tracks, room);
        _written = room + ContentHeader;
    }

    /// <summary>Writes all up to the end of the copied part, and puts it on the disk.</summary>
    /// <param name="progress">Called with the seconds written.</param>
    public void WriteMiddle(Action<double> progress, CancellationToken cancellation)
    {
        _output.SetLength(0);
        foreach (var track in _tracks)
        {
            track.Begin();
        }

        Write(() => _tracks[0].HasNext, progress, cancellation);
        Flush();
        RandomAccess.FlushToDisk(_output.SafeFileHandle);
    }

    /// <summary>Writes the rest, and the index in front of all.</summary>
    /// <param name="tail">The packets of the picture behind the copied part.</param>
    public void Finish(IEnumerable<WovenSample> tail, CancellationToken cancellation)
    {
        _tracks[0].Continue(tail);
        Write(() => _tracks.Any(track => track.HasNext), _ => { }, cancellation);
        Flush();
        var content = _written - _room - ContentHeader;
        using var index = new BoxWriter();
        WovenIndex.Write(index, _tracks);
        const int header = 8;
        var free = _room - index.Written.Length;
        if (free < header)
        {
            throw new MediaException(MediaFaultKind.Unusable, $"the index became {index.Written.Length} bytes long, for which {_room} were left");
        }

        index.Number(free).Bytes("free"u8);
        RandomAccess.Write(_output.SafeFileHandle, index.Written, 0);
        RandomAccess.Write(_output.SafeFileHandle, Header(content), _room);
    }

    public void Dispose()
    {
        foreach (var track in _tracks)
        {
            track.Dispose();
        }
    }

    /// <summary>What stands before so many bytes of content.</summary>
    public static byte[] Header(long content)
    {
        var header = new byte[ContentHeader];
        if (content + ContentHeader > uint.MaxValue)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header, 1);
            "mdat"u8.CopyTo(header.AsSpan(4));
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), content + ContentHeader);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(header, 8);
            "free"u8.CopyTo(header.AsSpan(4));
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), (uint)content + 8);
            "mdat"u8.CopyTo(header.AsSpan(12));
        }

        return header;
    }

    /// <summary>Writes chunk by chunk, always of the track that is furthest behind.</summary>
    private void Write(Func<bool> goesOn, Action<double> progress, CancellationToken cancellation)
    {
        while (goesOn())
        {
            cancellation.ThrowIfCancellationRequested();
            var track = _tracks.Where(track => track.HasNext).MinBy(track => track.Seconds)!;
            var until = track.Seconds + ChunkSeconds;
            progress(track.Seconds);
            track.Table.BeginChunk(_written + _filled);
            do
            {
                track.Table.Add(track.Next);
                Copy(track.Next);
                track.MoveNext();
            }
            while (track.HasNext && track.Seconds < until);
        }
    }

    private void Copy(WovenSample sample)
    {
        for (var held = sample.Held.Span; !held.IsEmpty;)
        {
            var room = Room(held.Length);
            held[..room.Length].CopyTo(room);
            _filled += room.Length;
            held = held[room.Length..];
        }

        for (var done = 0; done < sample.Size;)
        {
            var count = RandomAccess.Read(sample.File!, Room(sample.Size - done), sample.Place + done);
            if (count == 0)
            {
                throw new MediaException(MediaFaultKind.Unusable, "the recording became shorter while it was read");
            }

            (_filled, done) = (_filled + count, done + count);
        }
    }

    /// <summary>Room in the buffer, at most as much as wanted.</summary>
    private Span<byte> Room(int wanted)
    {
        if (_filled == _buffer.Length)
        {
            Flush();
        }

        return _buffer.AsSpan(_filled, Math.Min(wanted, _buffer.Length - _filled));
    }

    private void Flush()
    {
        RandomAccess.Write(_output.SafeFileHandle, _buffer.AsSpan(0, _filled), _written);
        (_written, _filled) = (_written + _filled, 0);
    }
}
