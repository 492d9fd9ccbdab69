using System.Text;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Incoming;

/// <summary>A delivery that came in, as the API shows it.</summary>
/// <param name="Receiver">The name of the path that it came to.</param>
/// <param name="Delivery">What identifies it among the receiver's.</param>
/// <param name="State"><c>taken</c>, or <c>passed-by</c>: it concerned nobody here.</param>
/// <param name="Sentence">What came of it.</param>
/// <param name="Run">The run that it started.</param>
/// <param name="Repeats">How often it came again.</param>
internal sealed record IncomingItem(
    string Id, string Receiver, string Delivery, string State, string Sentence, string? Run, long Repeats, string Address, string MediaType, DateTime ReceivedAt)
{
    public static IncomingItem Sample { get; } = new(
        "in_06agn9k2w4010", "newsroom", "msg_p5jXN8AQM9LWM0D4loKWxJek", DeliveryIn.Taken, "Announced as webhook.received.", Run: null, Repeats: 1, "203.0.113.7",
        "application/json", new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc));

    public static IncomingItem From(DeliveryIn row) => new(
        new IncomingId(row.Id).ToString(), row.Receiver, row.Delivery, row.State, row.Sentence, row.RunId is { } run ? new RunId(run).ToString() : null, row.Repeats, row.Address,
        row.MediaType, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs).UtcDateTime);
}

/// <summary>A delivery with what it brought.</summary>
/// <param name="Body">As text; secrets of the configuration are masked in it.</param>
/// <param name="IsBase64">True: it is no text, and written in base64.</param>
internal sealed record IncomingDetail(IncomingItem Delivery, string Body, bool IsBase64)
{
    public static IncomingDetail Sample { get; } = new(IncomingItem.Sample, """{"story":"owls","state":"released"}""", IsBase64: false);

    public static IncomingDetail From((DeliveryIn Delivery, string Body, bool IsBase64) found, Secrets secrets)
        => new(IncomingItem.From(found.Delivery), found.IsBase64 ? found.Body : secrets.Clean(found.Body), found.IsBase64);

    /// <summary>The bytes that were kept.</summary>
    public static byte[] BytesOf(string body, bool isBase64) => isBase64 ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body);
}

/// <summary>What was refused to an address within an hour for one reason.</summary>
/// <param name="Receiver">Null: at no path that there is.</param>
/// <param name="Hour">Its beginning.</param>
internal sealed record RefusalItem(string Address, string? Receiver, int Status, string Reason, long Count, DateTime Hour, DateTime FirstAt, DateTime LastAt)
{
    public static RefusalItem Sample { get; } = new(
        "198.51.100.9", "newsroom", 401, "No signature fits: it was made with another secret, or of other bytes.", Count: 12, new DateTime(2026, 3, 4, 10, 0, 0, DateTimeKind.Utc),
        new DateTime(2026, 3, 4, 10, 2, 0, DateTimeKind.Utc), new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc));

    public static RefusalItem From(RefusalRow row) => new(
        row.Address, row.Receiver.Length == 0 ? null : row.Receiver, (int)row.Status, row.Reason, row.Count, Time(row.HourMs), Time(row.FirstMs), Time(row.LastMs));

    private static DateTime Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
}

/// <summary>A path that others may call.</summary>
/// <param name="Path">Below <c>public.url</c>.</param>
/// <param name="Url">What its sender is given; null while <c>public.url</c> is not set.</param>
/// <param name="LastAt">When something came there last.</param>
internal sealed record ReceiverItem(string Name, string Path, string? Url, DateTime? LastAt)
{
    public static ReceiverItem Sample { get; } = new("newsroom", "/webhooks/newsroom", "https://hooks.example.org/webhooks/newsroom", new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc));
}

/// <summary>What came of a delivery that was taken again.</summary>
internal sealed record ReplayedDelivery(string Id, string Sentence, string? Run)
{
    public static ReplayedDelivery Sample { get; } = new("in_06agn9k2w4010", "Announced as webhook.received.", Run: null);
}
