using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Intake;

namespace Reelway.Posts;

/// <summary>Takes in the events that queues hold, <c>posts.queues</c>: those of a rule of EventBridge, bare or through SNS.</summary>
/// <remarks>No message stays in a queue: one that can't be accepted is kept among the dead letters here, where it can be retried.</remarks>
internal sealed class PostQueues(
    PostsOptions options, Live<IntakeOptions> pace, IServiceScopeFactory scopes, ConnectionPool connections, IRuns runs, TimeProvider time, ILogger<PostQueues> logger)
    : QueueReader("posts.queues", pace, connections, runs, time, logger)
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, QueueSettings>> Queues => options.Queues;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<string>> TakeAsync(QueueMessage message, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var taken = await scope.ServiceProvider.GetRequiredService<PostIntake>()
            .TakeAsync(new ArrivedEvent(message.Body, message.Id, message.Id, message.SentAt), cancellation);
        return taken.Refusal is null ? [] : [$"kept among the dead letters as {taken.Run}: {taken.Refusal}"];
    }
}
