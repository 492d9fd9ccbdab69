using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>Reads packets of a file, many at a time: those of a range stand near one another, and in order.</summary>
/// <param name="window">Bytes read at a time, at least.</param>
internal sealed class SampleBytes(SafeFileHandle file, int window)
{
    /// <summary>For the picture, which is nearly all of a file.</summary>
    public const int Picture = 1024 * 1024;

    /// <summary>For sound, of which a few packets at most stand side by side: reading on would read all of the picture too.</summary>
    public const int Sound = 2 * 1024;

    /// <summary>No packet of a real recording is larger; a hostile index would have us take all memory.</summary>
    private const int Largest = 64 * 1024 * 1024;

    private readonly long _end = RandomAccess.GetLength(file);
    private byte[] _bytes = new byte[window];
    private long _begin;
    private int _length;

    /// <summary>The bytes, until the next call; empty when the file has not got them.</summary>
    public ReadOnlySpan<byte> Get(long place, int size)
    {
        if (size is < 0 or > Largest || place < 0 || place > _end - size)
        {
            return [];
        }

        if (place >= _begin && place + size <= _begin + _length)
        {
            return _bytes.AsSpan((int)(place - _begin), size);
        }

        if (_bytes.Length < size)
        {
            _bytes = new byte[size];
        }

        (_begin, _length) = (place, 0);
        while (_length < _bytes.Length && RandomAccess.Read(file, _bytes.AsSpan(_length), place + _length) is > 0 and var count)
        {
            _length += count;
        }

        return size <= _length ? _bytes.AsSpan(0, size) : [];
    }
}
