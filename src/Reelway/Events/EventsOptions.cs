using Reelway.Configuration;

namespace Reelway.Events;

/// <summary>Settings of events (<c>events.*</c>).</summary>
internal sealed class EventsOptions
{
    [Setting("How long events are kept that every subscriber has had. Zero: for ever.")]
    [Live]
    [Lasts("0s", "3650d")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);
}
