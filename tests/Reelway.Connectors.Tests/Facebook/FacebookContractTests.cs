using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation)
        => new(new FacebookHarness(callTimeout));
}
