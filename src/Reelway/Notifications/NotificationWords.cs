using Reelway.Runs;

namespace Reelway.Notifications;

/// <summary>How the runs of notifications are shown.</summary>
internal static class NotificationWords
{
    /// <summary>The words of every flow.</summary>
    public static IReadOnlyList<FlowWords> All { get; } =
    [
        Of(MailEvent.Flow, "Mail an event", ("choose", "See who wants a mail about it"), (MailSteps.Prefix, "Mail to")),
        Of(MailDigest.Flow, "Mail what has happened", ("collect", "Collect what waits to be mailed"), (MailSteps.Prefix, "Mail to"), ("done", "Note that it is mailed")),
        Of(PutEvent.Flow, "Put an event on EventBridge", ("put", "Put it on the bus")),
    ];

    private static FlowWords Of(string flow, string title, params (string Name, string Words)[] steps)
        => new(flow, title, steps.ToDictionary(step => step.Name, step => step.Words, StringComparer.Ordinal), [], static _ => RunFace.Unknown);
}
