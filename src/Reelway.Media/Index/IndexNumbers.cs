using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>Reads the numbers of a table in a file's index one after the other, through a small buffer: tables grow with the recording.</summary>
/// <param name="from">Where the first number stands.</param>
/// <param name="until">Where the table ends.</param>
internal sealed class IndexNumbers(SafeFileHandle file, long from, long until)
{
    private readonly byte[] _buffer = new byte[8 * 1024];
    private long _next = from;
    private int _at;
    private int _filled;

    /// <summary>The next number of 4 bytes; false at the end of the table.</summary>
    public bool TryRead(out uint number)
    {
        number = 0;
        if (!TryFill(4))
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_at));
        _at += 4;
        return true;
    }

    /// <summary>The next number of 8 bytes; false at the end of the table.</summary>
    public bool TryReadLong(out long number)
    {
        number = 0;
        if (!TryFill(8))
        {
            return false;
        }

        number = BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_at));
        _at += 8;
        return true;
    }

    private bool TryFill(int wanted)
    {
        if (_filled - _at >= wanted)
        {
            return true;
        }

        _buffer.AsSpan(_at, _filled - _at).CopyTo(_buffer);
        (_filled, _at) = (_filled - _at, 0);
        while (_filled < wanted)
        {
            var room = (int)Math.Min(_buffer.Length - _filled, until - _next);
            if (room <= 0 || RandomAccess.Read(file, _buffer.AsSpan(_filled, room), _next) is not (> 0 and var count))
            {
                return false;
            }

            _filled += count;
            _next += count;
        }

        return true;
    }
}
