namespace Reelway.Hosting.Setup.Scheduler;

/// <summary>What stands around the settings of an import.</summary>
internal static class SchedulerText
{
    /// <summary>The comment that the configuration begins with.</summary>
    public const string Header = """
        # Made from the old post scheduler's deployment by "reelway init --from-scheduler"; the whole way is in docs/guides/posts.md.
        #
        #   reelway posts template                              prints the stack with the queue that events come from
        #   reelway connections login x --from-secret SECRET    takes over the keys of X, sealed
        #   reelway connections check                           makes one harmless call to each connection
        #   reelway posts import --eventbridge-schedules GROUP  takes over what waits in the old scheduler


        """;

    /// <summary>What the deployment does not say: the queue, which is yet to be made, and the events that the old one put on the bus.</summary>
    public const string Rest = """

        # The stack's output QueueName, below "posts":
        #   queues: { main: { queue: … } }

        # The same three events that the old scheduler has put on the bus.
        notifications:
          eventbridge:
            connection: aws
            rules:
              - { type: post.scheduled, source: SocialPostScheduler, detail_type: Post Scheduled, detail: '{"referenceNumber":"{referenceNumber}","scheduledDate":"{scheduledDate}"}' }
              - { type: post.sent, source: SocialPostSender, detail_type: Social Post Sent, detail: '{"referenceNumber":"{referenceNumber}","postId":"{postId}"}' }
              - { type: post.failed, source: SocialPostSender, detail_type: Social Post Failed, detail: '{"referenceNumber":"{referenceNumber}"}' }

        """;
}
