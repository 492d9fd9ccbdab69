using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

public sealed class AwsContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation)
        => new(new AwsHarness(callTimeout));
}
