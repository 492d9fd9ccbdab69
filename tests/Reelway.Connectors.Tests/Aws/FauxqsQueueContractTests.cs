using Reelway.Contracts.Connectors;
using Reelway.Contracts.Servers;

namespace Reelway.Connectors.Tests.Aws;

public sealed class FauxqsQueueContractTests(FauxqsFixture fauxqs) : QueueContract, IClassFixture<FauxqsFixture>
{
    internal override Task<IQueueHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation)
        => QueueHarness.OfPeerAsync(fauxqs, callTimeout, cancellation);
}
