using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Google;

public sealed class GoogleContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation)
        => new(new GoogleHarness(callTimeout));
}
