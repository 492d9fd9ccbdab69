using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Intake;

/// <summary>Settings of what takes work in by itself; each is <c>intake.</c> and the property's name in lower snake case.</summary>
internal sealed class IntakeOptions
{
    [Setting("Folder whose recordings are taken in. Default: none; recordings come by command, API or event only.")]
    [LocalPath]
    public string? Folder { get; set; }

    [Setting("Folders besides intake.folder whose recordings may be handed in over the API. Commands of the user that the server runs as may hand in any recording.")]
    [LocalPath]
    public IReadOnlyList<string> Allow { get; set; } = [];

    [Setting("How long a file in the folder must stand unchanged before it is taken in.")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(10);

    [Setting("How often the folder is read again, for file systems that announce nothing.")]
    [Live]
    [Lasts("1ms")]
    public TimeSpan Rescan { get; set; } = TimeSpan.FromSeconds(30);

    [Setting("Queues that announce recordings in buckets, by names of one's own.")]
    public Dictionary<string, QueueSource> Queues { get; set; } = [];

    [Setting("While so many runs wait for a place, nothing is received from the queues.")]
    [Range(1, 1_000_000)]
    [Live]
    public int QueueLimit { get; set; } = 200;

    [Setting("How long a receive waits for a message.")]
    [Live]
    [Lasts("0s", "20s")]
    public TimeSpan QueueWait { get; set; } = TimeSpan.FromSeconds(20);

    [Setting("How long nothing is received before it is looked again whether runs still wait.")]
    [Live]
    [Lasts("1ms")]
    public TimeSpan QueuePause { get; set; } = TimeSpan.FromSeconds(5);
}
