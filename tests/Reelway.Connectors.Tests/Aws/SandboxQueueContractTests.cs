using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

public sealed class SandboxQueueContractTests(AwsSandboxFixture world) : QueueContract, IClassFixture<AwsSandboxFixture>
{
    internal override Task<IQueueHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => QueueHarness.OfSandboxAsync(world, callTimeout);
}
