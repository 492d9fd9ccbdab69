using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Engine;
using Reelway.Storage;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Talks;

public sealed class SqliteTalkStoreTests : TalkStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<IDatabase> OpenAsync() => Task.FromResult<IDatabase>(SqliteDatabase.Open(_folder["talks.db"]));
}

public sealed class PostgresTalkStoreTests(SharedServers servers) : TalkStoreContract, IAsyncDisposable
{
    private Contracts.Servers.PostgresDatabase? _space;

    public async ValueTask DisposeAsync()
    {
        if (_space is not null)
        {
            await _space.DisposeAsync();
        }
    }

    private protected override async Task<IDatabase> OpenAsync()
    {
        _space = await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
        return await Storage.Postgres.PostgresDatabase.OpenAsync(PostgresUrl.TryParse(_space.Url, out _)!, clock: null, Cancellation);
    }
}

public sealed class SharedDatabaseTalkTests(SampleRecording sample, SharedServers servers) : IClassFixture<SampleRecording>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_goes_all_the_way_on_a_shared_database()
    {
        await using var space = await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,0:01,3,Barn,Ada Example,About owls.,\n", databaseUrl: space.Url);

        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.NotNull((await talks.Store.FindAsync("Owls", Cancellation))!.PublishedMs);
        Assert.Single(talks.Sandbox.Facebook.Videos);
    }
}
