using Reelway.Contracts.Servers;

namespace Reelway.EndToEnd.Tests.Workers;

/// <summary>The lines between a fleet and its two servers.</summary>
internal sealed class ServerLines(int database, int broker, RabbitMqSpace space) : IAsyncDisposable
{
    private readonly TcpProxy _database = new(database);
    private readonly TcpProxy _broker = new(broker);

    public int DatabasePort => _database.Port;

    public int BrokerPort => _broker.Port;

    /// <summary>Cuts both at the same moment, until they are mended.</summary>
    public async Task CutAsync()
    {
        await Task.WhenAll(_database.RefuseAsync(), _broker.RefuseAsync());
        await Task.WhenAll(_database.CutAsync(), _broker.CutAsync());
    }

    public void Mend()
    {
        _database.Resume();
        _broker.Resume();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _broker.DisposeAsync();
        await space.DisposeAsync();
    }
}
