namespace Reelway.Sandbox.Box;

/// <summary>Misbehaviour that is ordered a number of times and used up.</summary>
internal sealed class BoxOrders(Func<BoxSettings> read, Action<BoxSettings> write)
{
    private readonly Lock _lock = new();

    public bool TakePartStoredBehind500() => Take(settings => settings.PartsStoredBehind500, (settings, left) => settings with { PartsStoredBehind500 = left });

    public bool TakeDeliveryLost() => Take(settings => settings.DeliveriesLost, (settings, left) => settings with { DeliveriesLost = left });

    private bool Take(Func<BoxSettings, int> count, Func<BoxSettings, int, BoxSettings> with)
    {
        lock (_lock)
        {
            if (count(read()) is not (> 0 and var left))
            {
                return false;
            }

            write(with(read(), left - 1));
            return true;
        }
    }
}
