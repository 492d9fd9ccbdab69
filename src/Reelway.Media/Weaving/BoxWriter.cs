using System.Buffers.Binary;
using System.Text;

namespace Reelway.Media;

/// <summary>Writes the boxes of an MP4's index into memory.</summary>
internal sealed class BoxWriter : IDisposable
{
    private readonly MemoryStream _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    /// <summary>A box around what is written in it; its length is filled in behind.</summary>
    public BoxWriter Box(string type, Action<BoxWriter> content)
    {
        var start = (int)_bytes.Length;
        Number(0);
        Bytes(Encoding.Latin1.GetBytes(type));
        content(this);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetBuffer().AsSpan(start), (uint)(_bytes.Length - start));
        return this;
    }

    /// <summary>A box of version 0 that begins with flags.</summary>
    public BoxWriter FullBox(string type, uint flags, Action<BoxWriter> content) => Box(type, box => content(box.Number(flags)));

    public BoxWriter Number(long number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, checked((uint)number));
        return Bytes(bytes);
    }

    public BoxWriter LongNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Bytes(bytes);
    }

    public BoxWriter ShortNumber(int number) => Bytes([(byte)(number >> 8), (byte)number]);

    public BoxWriter Zeros(int count) => Bytes(new byte[count]);

    public BoxWriter Text(string text) => Bytes([.. Encoding.UTF8.GetBytes(text), 0]);

    public BoxWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public void Dispose() => _bytes.Dispose();
}
