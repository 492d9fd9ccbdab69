using System.ComponentModel.DataAnnotations;

namespace Reelway.Intake;

/// <summary>A queue that tells of recordings, <c>intake.queues.NAME</c>.</summary>
internal sealed class QueueSource
{
    /// <summary>The queue: its name or its URL.</summary>
    [Required]
    public string Queue { get; set; } = "";

    /// <summary>The connection to reach it by. Default <c>aws</c>.</summary>
    public string Connection { get; set; } = "aws";

    /// <summary>How long a received message is hidden from others; then it comes again, unless it was deleted. Default 2 min.</summary>
    public TimeSpan Hidden { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>After how many receives an unreadable message is warned of. Default 3.</summary>
    public int WarnAfter { get; set; } = 3;

    /// <summary>The buckets that send to it; <c>talks source check</c> looks whether they do.</summary>
    public List<string> Buckets { get; set; } = [];
}
