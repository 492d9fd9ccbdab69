namespace Reelway.Events;

/// <summary>How long a delivery waits after each failure.</summary>
internal static class DeliveryWaits
{
    /// <summary>The example of the Standard Webhooks specification: ten attempts over three days.</summary>
    public static IReadOnlyList<TimeSpan> All { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];
}
