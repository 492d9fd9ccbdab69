using System.Buffers.Binary;
using System.Text;

namespace Reelway.Tests.Frame.Telemetry;

/// <summary>The fields of a protobuf message by number, as far as OTLP needs them: no schema, no package.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufFields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var length = (key & 7) switch
            {
                0 => VarintLength(message.Span),
                1 => 8,
                2 => (int)Varint(ref message),
                5 => 4,
                var wire => throw new InvalidDataException($"Wire type {wire} is none that is in use."),
            };
            _fields.Add(((int)(key >> 3), message[..length]));
            message = message[length..];
        }
    }

    public IEnumerable<ProtobufFields> Messages(int number) => All(number).Select(bytes => new ProtobufFields(bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    public long Number(int number)
    {
        var bytes = Bytes(number);
        return bytes.IsEmpty ? 0 : bytes.Length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes.Span) : (long)Varint(ref bytes);
    }

    private ReadOnlyMemory<byte> Bytes(int number) => All(number).LastOrDefault();

    private IEnumerable<ReadOnlyMemory<byte>> All(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes);

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var length = VarintLength(bytes.Span);
        var value = 0UL;
        for (var i = 0; i < length; i++)
        {
            value |= (ulong)(bytes.Span[i] & 0x7f) << (7 * i);
        }

        bytes = bytes[length..];
        return value;
    }

    private static int VarintLength(ReadOnlySpan<byte> bytes)
    {
        var length = 1;
        while ((bytes[length - 1] & 0x80) != 0)
        {
            length++;
        }

        return length;
    }
}
