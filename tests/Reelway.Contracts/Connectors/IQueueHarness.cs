using Reelway.Connectors.Aws;

namespace Reelway.Contracts.Connectors;

/// <summary>A queue of some server, and the connector that speaks to it through a relay.</summary>
internal interface IQueueHarness : IAsyncDisposable
{
    /// <summary>The connector under test.</summary>
    AwsQueues Queues { get; }

    /// <summary>The queue's URL, as its server names it.</summary>
    string Url { get; }

    /// <summary>Stands between the two and passes on what no answer is queued for.</summary>
    ScriptedHttpServer Relay { get; }

    /// <summary>Puts a message into the queue without the connector.</summary>
    Task SendAsync(string body, CancellationToken cancellation);
}
