namespace Reelway.Contracts.Servers;

/// <summary>A server of somebody else, started by the first test of a class that needs it and shared by all of them.</summary>
public abstract class PeerFixture(Func<CancellationToken, Task<NodePeer>> start) : IAsyncDisposable
{
    private Task<NodePeer>? _peer;

    /// <summary>The server. Where there can be none, the test is skipped with the reason.</summary>
    internal Task<NodePeer> StartedAsync() => _peer ??= start(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_peer is { IsCompletedSuccessfully: true } started)
        {
            await (await started).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>fauxqs: S3 and SQS.</summary>
public sealed class FauxqsFixture() : PeerFixture(NodePeer.StartFauxqsAsync);

/// <summary>local-aws-sqs: SQS alone.</summary>
public sealed class LocalSqsFixture() : PeerFixture(cancellation => NodePeer.StartSqsAsync("[]", cancellation));
