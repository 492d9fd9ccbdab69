using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Engine.Workers;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Whom the death of a process is counted against.</summary>
public abstract class CrashContract(EngineStore store) : IDisposable
{
    private static readonly EngineOptions OneCrashIsTheEnd = new() { MaxCrashes = 1 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_run_that_was_at_work_counts_the_crash()
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(Succeeds), OneCrashIsTheEnd, working: false);
        var runs = await CrashAsync(engine, "a", "b", "c");
        LeaveNote(runs[1], runs[1]);

        await engine.StartAsync();

        Assert.Equal(RunState.Failed, (await engine.Runs.WaitAsync(runs[1], Cancellation)).Summary.State);
        Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(runs[0], Cancellation)).Summary.State);
        Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(runs[2], Cancellation)).Summary.State);
        Assert.Equal(1, await CrashesAsync(engine));
        Assert.DoesNotContain(Directory.GetFiles(_folder.FullPath), file => file.EndsWith("note", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Where_none_or_several_were_at_work_nobody_is_blamed(int atWork)
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(Succeeds), OneCrashIsTheEnd, working: false);
        var runs = await CrashAsync(engine, "a", "b", "c");
        LeaveNote([.. runs.Take(atWork)]);

        await engine.StartAsync();

        foreach (var run in runs)
        {
            Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(run, Cancellation)).Summary.State);
        }

        Assert.Equal(0, await CrashesAsync(engine));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public async Task Where_nobody_has_noted_anything_only_a_run_that_was_alone_is_blamed(int interrupted, int crashes)
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(Succeeds), OneCrashIsTheEnd, working: false);
        var runs = await CrashAsync(engine, [.. Enumerable.Range(0, interrupted).Select(number => $"run {number}")]);

        await engine.StartAsync();

        foreach (var run in runs)
        {
            Assert.Equal(crashes > 0 ? RunState.Failed : RunState.Succeeded, (await engine.Runs.WaitAsync(run, Cancellation)).Summary.State);
        }

        Assert.Equal(crashes, await CrashesAsync(engine));
    }

    [Fact]
    public async Task At_work_is_a_step_whose_body_runs_and_not_one_that_waits_for_a_place()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(
            store,
            Noting(async (_, run) =>
            {
                recorder.Add("came");
                return await run.StepAsync(
                    "cut",
                    async step =>
                    {
                        await recorder.HoldAsync("gate", step.Cancellation);
                        return "done";
                    },
                    new StepOptions { MachinePool = "media" });
            }),
            new EngineOptions { MachinePools = new Dictionary<string, int> { ["media"] = 1 } });
        var cutting = await engine.RunAsync("scripted", "cuts");
        await recorder.ReachedAsync("gate");
        var waiting = await engine.RunAsync("scripted", "waits");
        await Eventually.TrueAsync(
            async () => recorder.Count("came") == 2 && (await NotedAsync()).SequenceEqual([cutting.Value]), "one run is noted", Cancellation);
        recorder.Open("gate");
        await engine.Runs.WaitAsync(cutting, Cancellation);
        await engine.Runs.WaitAsync(waiting, Cancellation);
        await engine.StopAsync();
        Assert.Empty(Directory.GetFiles(_folder.FullPath));
        await engine.StartAsync();
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Task<string> Succeeds(string? input, IRun run) => run.StepAsync("only", _ => Task.FromResult("done"));

    private Action<IServiceCollection> Noting(Script script) => services =>
    {
        services.AddSingleton(new AtWorkFolder(_folder.FullPath));
        Scripted(script)(services);
    };

    private static async Task<IReadOnlyList<RunId>> CrashAsync(EngineHarness engine, params string[] keys)
    {
        var runs = new List<RunId>();
        foreach (var key in keys)
        {
            runs.Add(await engine.RunAsync("scripted", key));
            await engine.LeaveAsCrashedAsync(runs[^1]);
        }

        await engine.StopAsync();
        return runs;
    }

    /// <summary>As the process of <see cref="EngineHarness.LeaveAsCrashedAsync"/> would have left it.</summary>
    private void LeaveNote(params IReadOnlyList<RunId> atWork)
    {
        using var file = File.Create(_folder["note"]);
        file.Write(LeftAtWork.Header("dead/1"));
        foreach (var run in atWork)
        {
            var bytes = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, run.Value);
            file.Write(bytes);
        }
    }

    // By another program: the note of a living process can't be opened by way of the class library.
    private async Task<List<long>> NotedAsync()
    {
        var read = new ProcessStartInfo("cat", [Assert.Single(Directory.GetFiles(_folder.FullPath))]) { RedirectStandardOutput = true };
        using var cat = Process.Start(read)!;
        using var bytes = new MemoryStream();
        await cat.StandardOutput.BaseStream.CopyToAsync(bytes, Cancellation);
        await cat.WaitForExitAsync(Cancellation);
        return [.. bytes.ToArray().Skip(LeftAtWork.HeaderBytes).Chunk(sizeof(long)).Select(chunk => BinaryPrimitives.ReadInt64LittleEndian(chunk)).Where(run => run != 0)];
    }

    private static Task<long> CrashesAsync(EngineHarness engine)
        => engine.Database.ReadAsync(session => session.FindAsync<long>("SELECT SUM(crashes) FROM run"), Cancellation);
}
