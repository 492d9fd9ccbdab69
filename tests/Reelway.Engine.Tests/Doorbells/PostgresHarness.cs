using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts.Engine;
using Reelway.Contracts.Servers;
using Reelway.Engine.Doorbells;
using Reelway.Storage.Postgres;

namespace Reelway.Engine.Tests.Doorbells;

internal sealed class PostgresHarness(PostgresServer server, Contracts.Servers.PostgresDatabase database) : DoorbellHarness(server.Port, database.Password)
{
    public override Task LoseEverythingAsync(CancellationToken cancellation)
        => server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}'", cancellation);

    protected override void Register(IServiceCollection services, int port, string password)
        => services.AddRemoteDoorbell(new PostgresRings(
            PostgresUrl.TryParse($"postgresql://{database.User}:{password}@127.0.0.1:{port}/{database.Name}", out _)!));

    protected override ValueTask DisposeSpaceAsync() => database.DisposeAsync();
}
