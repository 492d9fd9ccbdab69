using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Intake;

/// <summary>Takes in the recordings that queues tell of, <c>intake.queues</c>.</summary>
internal sealed class QueueIntake(
    Live<IntakeOptions> current, ConnectionPool connections, IntakeHandler handler, IRuns runs, TimeProvider time, ILogger<QueueIntake> logger)
    : QueueReader("intake.queues", current, connections, runs, time, logger)
{
    private readonly Live<IntakeOptions> _current = current;

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, QueueSettings>> Queues => _current.Value.Queues.Select(queue => KeyValuePair.Create(queue.Key, (QueueSettings)queue.Value));

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<string>> TakeAsync(QueueMessage message, CancellationToken cancellation)
    {
        var taken = await handler.TakeEventAsync(message.Body, cancellation);
        // What is good in it is taken in by now, and found when it comes again; the rest is for a person, among the dead letters.
        return taken.Unreadable.Count == 0 ? taken.Ignored : throw new UnreadableEventException(string.Join(' ', taken.Unreadable));
    }
}
