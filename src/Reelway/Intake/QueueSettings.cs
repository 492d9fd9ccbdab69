using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Intake;

/// <summary>A queue that messages are taken from.</summary>
internal class QueueSettings
{
    [Setting("The queue: its name or its URL.")]
    [Required]
    public string Queue { get; set; } = "";

    [Setting("The connection to reach it by.")]
    public string Connection { get; set; } = "aws";

    [Setting("How long a received message is hidden from others; then it comes again, unless it was deleted.")]
    [Lasts("1s", "12h")]
    public TimeSpan Hidden { get; set; } = TimeSpan.FromMinutes(2);

    [Setting("After how many receives an unreadable message causes a warning.")]
    public int WarnAfter { get; set; } = 3;
}
