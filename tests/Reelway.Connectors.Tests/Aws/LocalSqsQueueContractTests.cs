using Reelway.Contracts.Connectors;
using Reelway.Contracts.Servers;

namespace Reelway.Connectors.Tests.Aws;

public sealed class LocalSqsQueueContractTests(LocalSqsFixture server) : QueueContract, IClassFixture<LocalSqsFixture>
{
    internal override Task<IQueueHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation)
        => QueueHarness.OfPeerAsync(server, callTimeout, cancellation);
}
