using System.Text.Json;
using Reelway.Contracts.Connectors;
using Reelway.Engine;
using Reelway.Runs.Probe;
using Reelway.Sandbox.Faults;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Talks;

namespace Reelway.Tests.Journals;

/// <summary>Journals of runs as earlier code has left them must go on with the present code.</summary>
/// <remarks>
/// To record them: <c>REELWAY_RENEW=1</c> and run this class. A journal that is there already is kept: that it was left by older code is what
/// makes it worth having. After a deliberate change of a flow raise its version, or delete the journals that no open run can have any more.
/// </remarks>
public sealed class JournalCorpusTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls,0:01,3,Barn,\"Ada Example, Bo Sample\",About owls.,\n";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static string Folder => Path.Combine(ServedProgram.RepositoryRoot(), "tests", "Reelway.Tests", "Journals");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_recorded_journal_fits_the_present_code_and_nothing_happens_twice()
    {
        if (Environment.GetEnvironmentVariable("REELWAY_RENEW") is { Length: > 0 })
        {
            await RecordMissingAsync();
        }

        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var operations = talks.Get<IRunOperations>();
        var files = Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).ToList();
        var differences = new List<string>();
        foreach (var file in files)
        {
            if (await operations.RehearseAsync(await ReadAsync(file)) is { } difference)
            {
                differences.Add($"{Path.GetFileName(file)}: {difference}");
            }
        }

        Assert.Empty(differences);
        Assert.Contains(files, file => Path.GetFileName(file).StartsWith("talks.publish", StringComparison.Ordinal));
        Assert.Contains(files, file => Path.GetFileName(file).StartsWith("probe", StringComparison.Ordinal));
        Assert.Empty(talks.Sandbox.Facebook.Videos);
        Assert.Empty(talks.Sandbox.Mail.Messages.Entries);
    }

    [Fact]
    public async Task A_journal_that_the_code_has_left_behind_is_told_with_the_difference()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var recorded = await ReadAsync(Path.Combine(Folder, "probe.full.json"));
        var renamed = recorded with { Steps = [.. recorded.Steps.Select(step => step.Pos == 1 ? step with { Name = "knock" } : step)] };
        var longer = recorded with { Steps = [.. recorded.Steps, recorded.Steps[^1] with { Pos = recorded.Steps.Count, Name = "farewell" }] };

        var differences = (
            await talks.Get<IRunOperations>().RehearseAsync(renamed), await talks.Get<IRunOperations>().RehearseAsync(longer),
            await talks.Get<IRunOperations>().RehearseAsync(recorded with { Version = 900 }));

        Assert.Contains("number 2 is the step \"hit-2\" in the flow now and was the step \"knock\" in this run", differences.Item1!, StringComparison.Ordinal);
        Assert.Contains("the flow ends now before the step \"farewell\"", differences.Item2!, StringComparison.Ordinal);
        Assert.Contains("no version 900", differences.Item3!, StringComparison.Ordinal);
    }

    private async Task RecordMissingAsync()
    {
        await using (var talks = await TalksHarness.StartAsync(sample, Owls))
        {
            await KeepAsync(talks, "talks.publish.full", await talks.PublishAsync(talks.Record("Owls.mp4")));
            await KeepAsync(talks, "talks.publish.again", await talks.PublishAsync(talks.Record("owls_.mp4")));
            await using var target = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(204) };
            await KeepAsync(talks, "probe.full", await ProbeAsync(talks, target));
            target.Otherwise = static _ => ScriptedAnswer.Empty(404);
            await KeepAsync(talks, "probe.failed", await ProbeAsync(talks, target));
        }

        await using (var talks = await TalksHarness.StartAsync(sample, Owls))
        {
            talks.WritePeople(TalksHarness.People.Replace("bo@example.test", "no address", StringComparison.Ordinal));
            await KeepAsync(talks, "talks.publish.unknown-address", await talks.PublishAsync(talks.Record("Owls.mp4")));
        }

        await using (var talks = await TalksHarness.StartAsync(sample, Owls))
        {
            talks.Sandbox.Faults.Add(new SandboxFault(
                "smtp", FaultEffect.LostAnswer, Match: new FaultMatch { Method = "DATA", Path = "ada@example.test" }));
            var asking = await talks.PublishAsync(talks.Record("Owls.mp4"));
            await KeepAsync(talks, "talks.publish.asks", asking);
            await talks.Runs.DecideAsync(asking.Summary.Id, asking.Steps.Single(step => step.Decidable).Name, Decision.Sent, Cancellation);
            await KeepAsync(talks, "talks.publish.decided", await talks.Runs.WaitAsync(asking.Summary.Id, Cancellation));
        }

        await using (var talks = await TalksHarness.StartAsync(sample, Owls, options => options.ReadyPoll = TimeSpan.FromHours(1)))
        {
            var id = await talks.SubmitAsync(talks.Record("Owls.mp4"));
            await KeepAsync(talks, "talks.publish.waits-for-link", await talks.UntilAsync(id, run => run.Summary is { State: RunState.Waiting, CurrentStep: "link" }));
        }
    }

    private static async Task<RunView> ProbeAsync(TalksHarness talks, ScriptedHttpServer target)
    {
        var started = await talks.Runs.StartAsync(
            ProbeFlow.Flow, $"probe:{talks.Runs.GetHashCode()}:{target.Received.Count}", new ProbeInput(new Uri(target.Url, "hit").ToString(), Steps: 3), Cancellation);
        return await talks.Runs.WaitAsync(started.Id, Cancellation);
    }

    private static async Task KeepAsync(TalksHarness talks, string name, RunView run)
    {
        var file = Path.Combine(Folder, name + ".json");
        if (!File.Exists(file))
        {
            var recorded = await talks.Get<IRunOperations>().RecordAsync(run.Summary.Id, Cancellation);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(recorded, Readable) + "\n", Cancellation);
        }
    }

    private static async Task<RecordedJournal> ReadAsync(string file)
        => JsonSerializer.Deserialize<RecordedJournal>(await File.ReadAllTextAsync(file, Cancellation), JsonSerializerOptions.Web)!;
}
