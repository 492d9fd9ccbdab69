using Reelway.Storage;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public sealed class SqliteFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_disk_is_full_an_outcome_is_kept_and_its_body_is_not_repeated()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), Scripted((_, run) => run.StepAsync("upload", async step =>
        {
            recorder.Add("uploaded");
            await recorder.HoldAsync("gate", step.Cancellation);
            return new string('x', 200_000);
        })));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        var pages = await engine.Database.ReadAsync(session => session.FindAsync<long>("PRAGMA page_count"), Cancellation);
        await SetLargestSizeAsync(pages);
        recorder.Open("gate");
        while (!await IsFullAsync())
        {
            await Task.Yield();
        }

        await SetLargestSizeAsync(pages + 10_000);
        RunView run;
        while ((run = (await engine.Runs.FindAsync(id, Cancellation))!).Summary.State != RunState.Succeeded)
        {
            engine.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal((1, 1), (recorder.Count("uploaded"), run.Steps.Single().Attempts));

        Task<long> SetLargestSizeAsync(long count)
            => engine.Database.WriteAsync(session => session.FindAsync<long>($"PRAGMA max_page_count = {count}"), Cancellation);

        async Task<bool> IsFullAsync()
        {
            var attempt = engine.Database.WriteAsync(
                session => session.ExecuteAsync("CREATE TABLE too_large AS SELECT zeroblob(1000000) AS x"), Cancellation);
            return await Assert.ThrowsAsync<StorageException>(() => attempt) is { Fault: StorageFault.NoSpace };
        }
    }
}
