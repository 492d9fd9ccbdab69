using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reelway.Engine;
using Reelway.Storage.Postgres;

namespace Reelway.Bench;

/// <summary>Our engine: a run of one step is a start, a step's outcome and an end.</summary>
internal sealed class Ours(PostgresDatabase database, BenchEngine engine) : IPeer
{
    public static async Task<IPeer> StartAsync(string address, int concurrency, Arrivals arrivals, CancellationToken cancellation)
    {
        var parts = new NpgsqlConnectionStringBuilder(address);
        var url = PostgresUrl.TryParse($"postgresql://{parts.Username}:{Uri.EscapeDataString(parts.Password!)}@{parts.Host}:{parts.Port}/{parts.Database}", out var problem)
            ?? throw new InvalidOperationException(problem);
        var database = await PostgresDatabase.OpenAsync(url, clock: null, cancellation);
        var engine = await BenchEngine.OpenAsync(database, services => services.AddSingleton(arrivals).AddFlow<OneStep, int, int>(), cancellation);
        await engine.StartAsync(cancellation);
        return new Ours(database, engine);
    }

    public Task HandInAsync(int job, CancellationToken cancellation) => engine.Runs.StartAsync("bench.one-step", $"job {job}", job, cancellation);

    public async ValueTask DisposeAsync()
    {
        await engine.StopAsync(CancellationToken.None);
        await engine.DisposeAsync();
        await database.DisposeAsync();
    }
}
