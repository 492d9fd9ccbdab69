using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts.Servers;
using Reelway.Engine;

namespace Reelway.Contracts.Engine;

/// <summary>A harness over a server's port; a subclass says how a doorbell is registered and what the server can lose.</summary>
public abstract class DoorbellHarness(int serverPort, string password) : IDoorbellHarness
{
    private readonly List<ServiceProvider> _made = [];

    public TcpProxy Proxy { get; } = new(serverPort);

    public IDoorbell Direct() => Make(serverPort, password);

    public IDoorbell ThroughProxy() => Make(Proxy.Port, password);

    public IDoorbell WithPassword(string password) => Make(serverPort, password);

    public abstract Task LoseEverythingAsync(CancellationToken cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _made)
        {
            await provider.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        await DisposeSpaceAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract void Register(IServiceCollection services, int port, string password);

    protected abstract ValueTask DisposeSpaceAsync();

    private IDoorbell Make(int port, string password)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        Register(services, port, password);
        var provider = services.BuildServiceProvider();
        _made.Add(provider);
        return provider.GetRequiredService<IDoorbell>();
    }
}
