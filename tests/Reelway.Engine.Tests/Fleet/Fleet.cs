using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Storage.Migrations;
using Reelway.Storage.Postgres;
using PostgresDatabase = Reelway.Storage.Postgres.PostgresDatabase;

namespace Reelway.Engine.Tests.Fleet;

/// <summary>Workers that share a database, with leases short enough to be waited for.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly Contracts.Servers.PostgresDatabase _made;
    private readonly List<Member> _members = [];

    private Fleet(Contracts.Servers.PostgresDatabase made, PostgresDatabase database) => (_made, Database) = (made, database);

    /// <summary>To look at what is stored, past all lines.</summary>
    public PostgresDatabase Database { get; }

    public int Port => new Uri(_made.Url).Port;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Leases that end soon: a worker stops itself after 2 s of silence, others take over after 4 s.</summary>
    public static EngineOptions Short => new()
    {
        Lease = TimeSpan.FromSeconds(4),
        SelfStop = TimeSpan.FromSeconds(2),
        Heartbeat = TimeSpan.FromMilliseconds(400),
        Sweep = TimeSpan.FromMilliseconds(300),
        RetryFirstDelay = TimeSpan.FromMilliseconds(20),
        RetryMaxDelay = TimeSpan.FromMilliseconds(50),
    };

    public static async Task<Fleet> GatherAsync(PostgresServer server)
    {
        var made = await server.CreateDatabaseAsync(Cancellation);
        var database = await PostgresDatabase.OpenAsync(PostgresUrl.TryParse(made.Url, out _)!, clock: null, Cancellation);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations], TimeProvider.System, Cancellation);
        return new Fleet(made, database);
    }

    public async Task<Member> JoinAsync(string name, Action<IServiceCollection> configure, EngineOptions? options = null)
    {
        var member = await Member.JoinAsync(this, name, configure, options ?? Short, Cancellation);
        _members.Add(member);
        return member;
    }

    public Task<PostgresDatabase> OpenAsync(int port, CancellationToken cancellation)
        => PostgresDatabase.OpenAsync(PostgresUrl.TryParse(_made.UrlThrough(port), out _)!, clock: null, cancellation);

    /// <summary>Waits until a number that a query gives is the expected one.</summary>
    public Task ReachAsync(string query, long expected)
        => Eventually.TrueAsync(
            async () => await Database.ReadAsync(session => session.FindAsync<long>(query), Cancellation) == expected, $"{expected} is what is told by {query}", Cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }

        await Database.DisposeAsync();
        await _made.DisposeAsync();
    }
}
