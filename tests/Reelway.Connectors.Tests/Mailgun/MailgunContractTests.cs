using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Mailgun;

public sealed class MailgunContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation)
        => new(new MailgunHarness(callTimeout));
}
