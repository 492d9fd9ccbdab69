using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Sqs;

/// <summary>A message in a queue.</summary>
/// <param name="ReceiveCount">How often it has been delivered.</param>
/// <param name="VisibleAt">When it can be received (again).</param>
/// <param name="ReceiptHandle">Handle of its latest delivery; null before the first.</param>
public sealed record SqsMessage(
    string Id, string Body, DateTimeOffset SentAt, DateTimeOffset VisibleAt, int ReceiveCount = 0, DateTimeOffset? FirstReceivedAt = null,
    string? ReceiptHandle = null, string? DeadLetterSource = null)
{
    /// <summary>Older handles: they name the message still, but no longer delete it.</summary>
    internal IReadOnlyList<string> OldHandles { get; init; } = [];

    internal JsonObject? Attributes { get; init; }

    internal static string Md5(string text) => Md5(Encoding.UTF8.GetBytes(text));

#pragma warning disable CA5351 // The service names this digest; it protects nothing.
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351

    /// <summary>As a receive delivers it.</summary>
    /// <param name="system">System attributes that were asked for.</param>
    /// <param name="withAttributes">True when the message's own attributes were asked for.</param>
    internal JsonObject ToJson(IReadOnlySet<string> system, bool withAttributes)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ApproximateReceiveCount"] = ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["SentTimestamp"] = Milliseconds(SentAt),
            ["ApproximateFirstReceiveTimestamp"] = Milliseconds(FirstReceivedAt ?? SentAt),
            ["SenderId"] = "AIDASANDBOX",
            ["DeadLetterQueueSourceArn"] = DeadLetterSource,
        };
        var json = new JsonObject { ["MessageId"] = Id, [nameof(ReceiptHandle)] = ReceiptHandle, ["MD5OfBody"] = Md5(Body), [nameof(Body)] = Body };
        var asked = all.Where(pair => pair.Value is not null && (system.Contains("All") || system.Contains(pair.Key))).ToList();
        if (asked.Count > 0)
        {
            json[nameof(Attributes)] = new JsonObject(asked.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        if (withAttributes && Attributes is { Count: > 0 })
        {
            json["MessageAttributes"] = Attributes.DeepClone();
            json["MD5OfMessageAttributes"] = Md5OfAttributes();
        }

        return json;
    }

    internal string? Md5OfAttributes()
    {
        if (Attributes is not { Count: > 0 })
        {
            return null;
        }

        using var bytes = new MemoryStream();
        foreach (var (name, value) in Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var type = (string?)value?["DataType"] ?? "";
            var isBinary = type.StartsWith("Binary", StringComparison.Ordinal);
            Append(bytes, Encoding.UTF8.GetBytes(name));
            Append(bytes, Encoding.UTF8.GetBytes(type));
            bytes.WriteByte(isBinary ? (byte)2 : (byte)1);
            Append(bytes, isBinary ? Convert.FromBase64String((string?)value?["BinaryValue"] ?? "") : Encoding.UTF8.GetBytes((string?)value?["StringValue"] ?? ""));
        }

        return Md5(bytes.ToArray());
    }

    private static void Append(MemoryStream bytes, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        bytes.Write(length);
        bytes.Write(part);
    }

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
