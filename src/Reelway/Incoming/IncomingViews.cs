using Reelway.Frame.Public;
using Reelway.Webhooks;

namespace Reelway.Incoming;

/// <summary>What goes in and out, as people see it.</summary>
internal sealed class IncomingViews(IncomingStore store, WebhookStore webhooks, PublicPaths paths, PublicOptions options)
{
    /// <summary>The paths that others may call, as they are declared.</summary>
    public async Task<IReadOnlyList<ReceiverItem>> ReceiversAsync(CancellationToken cancellation)
    {
        var declared = paths.All;
        var last = await store.LastAsync([.. declared.OfType<IncomingPath>().Select(path => path.Name)], cancellation);
        return [.. declared.Select(path => new ReceiverItem(
            path.Name, path.Path, options.Root is { } root ? root + path.Path : null, last.GetValueOrDefault(path.Name) is { } one ? DateTimeOffset.FromUnixTimeMilliseconds(one.AtMs).UtcDateTime : null))];
    }

    /// <summary>Deliveries of both ways in one list, the newest first.</summary>
    /// <param name="way">Only this way; null: both.</param>
    public async Task<IReadOnlyList<DeliveryLine>> DeliveriesAsync(DeliveryWay? way, int most, CancellationToken cancellation)
    {
        var came = way is DeliveryWay.Out ? [] : await store.ListAsync(receiver: null, long.MaxValue, most, cancellation);
        var went = way is DeliveryWay.In ? [] : await webhooks.DeliveriesAsync(endpoint: null, state: null, long.MaxValue, most, cancellation);
        return [.. came.Select(DeliveryLine.From).Concat(went.Select(DeliveryLine.From)).OrderByDescending(line => line.At).Take(most)];
    }
}

/// <summary>Which way a delivery goes.</summary>
internal enum DeliveryWay
{
    /// <summary>From outside.</summary>
    In,

    /// <summary>To an endpoint of others.</summary>
    Out,
}

/// <summary>A delivery of either way, as one line.</summary>
/// <param name="With">The receiver, or the endpoint.</param>
/// <param name="What">What identifies what came, or the type of the event that went.</param>
/// <param name="Text">What came of it, or what it is about.</param>
/// <param name="Link">The page that shows it.</param>
internal sealed record DeliveryLine(DeliveryWay Way, DateTimeOffset At, string State, string With, string What, string Text, string Link)
{
    public static DeliveryLine From(DeliveryIn row) => new(
        DeliveryWay.In, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Repeats == 0 ? row.State : $"{row.State}, {row.Repeats + 1} times", row.Receiver, row.Delivery, row.Sentence,
        $"{IncomingApi.PagePath}/{new IncomingId(row.Id)}");

    public static DeliveryLine From(DeliveryRow row)
    {
        var item = DeliveryItem.From(row);
        return new(DeliveryWay.Out, item.UpdatedAt, item.State, item.Endpoint, item.Type, item.Subject, $"{WebhooksApi.PagePath}/{item.Endpoint}/{item.Id}");
    }
}
