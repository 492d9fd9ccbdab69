using Reelway.Connectors.Aws;
using Reelway.Connectors.Posting;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;

namespace Reelway.Posts;

/// <summary>What <c>doctor</c> can say of posts without a call: whether accounts, queues and the mirror have a connection that fits.</summary>
internal static class PostChecks
{
    /// <summary>Nothing where nothing is set.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        var its = settings.Get<PostsOptions>();
        foreach (var (name, account) in its.Accounts)
        {
            yield return ConnectionFinding.Of<IPostPublisher>(settings, $"posts.accounts.{name}.connection", account.Connection, $"posts go out on {account.Platform}");
        }

        foreach (var (name, queue) in its.Queues)
        {
            yield return ConnectionFinding.Of<AwsQueues>(settings, $"posts.queues.{name}.connection", queue.Connection, $"events come out of {queue.Queue}");
        }

        if (its.DeadLetterQueue.Queue is { Length: > 0 } mirror)
        {
            yield return ConnectionFinding.Of<AwsQueues>(settings, "posts.dead_letter_queue.connection", its.DeadLetterQueue.Connection, $"dead letters are mirrored to {mirror}");
        }
    }
}
