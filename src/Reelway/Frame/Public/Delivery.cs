using System.Text.Json;

namespace Reelway.Frame.Public;

/// <summary>What a known caller has brought.</summary>
/// <param name="Receiver">The name of the path that it came to.</param>
/// <param name="Id">What identifies it among the receiver's deliveries: the same when it is repeated.</param>
/// <param name="Key">For runs and events that come of it; another one when a person has it taken again.</param>
/// <param name="MediaType">As the sender said; empty when it said nothing.</param>
/// <param name="Body">Unpacked.</param>
internal sealed record Delivery(string Receiver, string Id, string Key, DateTimeOffset At, string MediaType, ReadOnlyMemory<byte> Body)
{
    // What is made of it has more levels, and must be readable with the usual 64.
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 48 };

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonElement? Json()
    {
        try
        {
            using var document = JsonDocument.Parse(Body, Reading);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // What is not valid JSON is for whoever expects something else.
            return null;
        }
    }
}

/// <summary>Says what comes of a delivery. What it does itself is durable when it returns, and does no harm when it is done again: the delivery may come twice.</summary>
internal delegate ValueTask<Taken> TakeDelivery(Delivery delivery, IServiceProvider services, CancellationToken cancellation);
