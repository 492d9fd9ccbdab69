using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.LinkedIn;

public sealed class LinkedInContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => new(new LinkedInHarness(callTimeout));
}
