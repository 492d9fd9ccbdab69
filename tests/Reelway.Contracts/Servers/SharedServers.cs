namespace Reelway.Contracts.Servers;

/// <summary>One server of each kind for all tests of an assembly, started by the first test that asks for it.</summary>
/// <remarks>
/// A test project says <c>[assembly: AssemblyFixture(typeof(SharedServers))]</c>, and a test class takes it in its constructor.
/// A test that stops or restarts a server starts one of its own instead.
/// </remarks>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private PostgresServer? _postgres;
    private RabbitMqServer? _rabbitMq;

    /// <summary>Skips the test with the reason where there can be none.</summary>
    public async Task<PostgresServer> PostgresAsync(CancellationToken cancellation)
    {
        SkipWhen(PostgresServer.Missing);
        await _gate.WaitAsync(cancellation);
        try
        {
            return _postgres ??= await PostgresServer.StartAsync(new PostgresOptions(), cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Skips the test with the reason where there can be none.</summary>
    public async Task<RabbitMqServer> RabbitMqAsync(CancellationToken cancellation)
    {
        SkipWhen(RabbitMqServer.Missing);
        await _gate.WaitAsync(cancellation);
        try
        {
            return _rabbitMq ??= await RabbitMqServer.StartAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        if (_rabbitMq is not null)
        {
            await _rabbitMq.DisposeAsync();
        }

        _gate.Dispose();
    }

    private static void SkipWhen(string? missing)
    {
        if (missing is not null)
        {
            Assert.Skip(missing);
        }
    }
}
