using System.ComponentModel.DataAnnotations;
using Reelway.Frame.Configuration;

namespace Reelway.Events;

/// <summary>Settings of events (<c>events.*</c>).</summary>
internal sealed class EventsOptions
{
    /// <summary>How long events are kept that every subscriber has had. Zero: for ever. Default 30 days.</summary>
    [Live]
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);
}
