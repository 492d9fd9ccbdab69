namespace Reelway.Sandbox.Sqs;

/// <summary>Switches of the queues; <c>PATCH /_sandbox/sqs/settings</c> changes them.</summary>
public sealed record SqsSettings : ResidentSettings
{
    /// <summary>Delivers each message a second time at once, as a standard queue may. Default false.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>Delivers the newest message first; a standard queue promises no order. Default false.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Refuses every so-many-th entry of a batch, in an answer with status 200. Default 0: none.</summary>
    public int FailEveryEntry { get; init; }

    internal override string? Refuse() => FailEveryEntry < 0 ? "\"failEveryEntry\" must not be negative." : null;
}
