using Reelway.Configuration;

namespace Reelway.Intake;

/// <summary>A queue that tells of recordings, <c>intake.queues.NAME</c>.</summary>
internal sealed class QueueSource : QueueSettings
{
    [Setting("The buckets that send to it; talks source check looks whether they do.")]
    public List<string> Buckets { get; set; } = [];
}
