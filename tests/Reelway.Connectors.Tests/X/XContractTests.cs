using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.X;

public sealed class XContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => new(new XHarness(callTimeout));
}
