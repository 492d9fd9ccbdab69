using System.ComponentModel.DataAnnotations;
using Reelway.Frame.Configuration;

namespace Reelway.Intake;

/// <summary>Settings of what takes work in by itself; each is <c>intake.</c> and the property's name in lower snake case.</summary>
internal sealed class IntakeOptions : IValidatableObject
{
    /// <summary>Folder whose recordings are taken in. Default none: recordings come by command, API or event only.</summary>
    [LocalPath]
    public string? Folder { get; set; }

    /// <summary>Folders besides <c>intake.folder</c> whose recordings may be handed in over the API. Default none. Commands of the user that the server runs as may hand in any recording.</summary>
    [LocalPath]
    public IReadOnlyList<string> Allow { get; set; } = [];

    /// <summary>How long a file in the folder must stand unchanged before it is taken in. Default 10 s.</summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the folder is read again, for file systems that announce nothing. Default 30 s.</summary>
    [Live]
    public TimeSpan Rescan { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Queues that tell of recordings in buckets, by names of one's own. Default none.</summary>
    public Dictionary<string, QueueSource> Queues { get; set; } = [];

    /// <summary>While so many runs wait for a place, nothing is received from the queues. Default 200.</summary>
    [Range(1, 1_000_000)]
    [Live]
    public int QueueLimit { get; set; } = 200;

    /// <summary>How long a receive waits for a message, 0 s to 20 s. Default 20 s.</summary>
    [Live]
    public TimeSpan QueueWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long nothing is received before it is looked again whether runs still wait. Default 5 s.</summary>
    [Live]
    public TimeSpan QueuePause { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, member, time) in new[] { ("rescan", nameof(Rescan), Rescan), ("queue_pause", nameof(QueuePause), QueuePause) })
        {
            if (time <= TimeSpan.Zero)
            {
                yield return new ValidationResult($"intake.{key} must be longer than 0s.", [member]);
            }
        }

        if (Settle < TimeSpan.Zero)
        {
            yield return new ValidationResult("intake.settle must not be negative.", [nameof(Settle)]);
        }

        if (QueueWait < TimeSpan.Zero || QueueWait > TimeSpan.FromSeconds(20))
        {
            yield return new ValidationResult("intake.queue_wait must be 0s to 20s.", [nameof(QueueWait)]);
        }

        foreach (var (name, queue) in Queues.Where(queue => queue.Value.Hidden < TimeSpan.FromSeconds(1) || queue.Value.Hidden > TimeSpan.FromHours(12)))
        {
            yield return new ValidationResult($"intake.queues.{name}.hidden must be 1s to 12h, and not {queue.Hidden}.", [nameof(Queues)]);
        }
    }
}
