using Reelway.Engine;
using Reelway.Tests.Talks;

namespace Reelway.Tests.Intake;

public sealed class WatchedFolderTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_is_taken_in_whole_and_once_also_after_a_restart()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,,3,Barn,,,\n");
        var bytes = await File.ReadAllBytesAsync(sample.Path, Cancellation);
        var path = Path.Combine(talks.Intakes.Folder!, "Owls.mp4");
        await File.WriteAllTextAsync(Path.Combine(talks.Intakes.Folder!, ".hidden.mp4"), "not yet", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(talks.Intakes.Folder!, "Bees.mp4.part"), "not yet", Cancellation);
        await using (var file = File.Create(path))
        {
            // Ten pieces, each within the time that the file must stand still.
            foreach (var piece in bytes.Chunk((bytes.Length / 10) + 1))
            {
                await file.WriteAsync(piece, Cancellation);
                await file.FlushAsync(Cancellation);
                await Task.Delay(talks.Intakes.Settle / 3, Cancellation);
            }
        }

        var run = await OnlyRunAsync(talks);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Contains($"bytes={bytes.Length}", run.Summary.Key, StringComparison.Ordinal);

        await talks.StopAsync();
        File.Move(Path.Combine(talks.Intakes.Folder!, "Bees.mp4.part"), Path.Combine(talks.Intakes.Folder!, "Bees.mp4"));
        await talks.StartAsync();
        var second = await talks.UntilRunsAsync(2);
        Assert.Contains("Bees.mp4", second[0].Key, StringComparison.Ordinal);
        Assert.Equal(run.Summary.Id, second[1].Id);
    }

    [Fact]
    public async Task A_link_to_a_recording_that_is_cut_off_is_taken_in_again_when_the_rest_has_come()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,,3,Barn,,,\n");
        var bytes = await File.ReadAllBytesAsync(sample.Path, Cancellation);
        var path = talks.Record("take 1.mp4", bytes[..(bytes.Length / 2)]);
        File.CreateSymbolicLink(Path.Combine(talks.Intakes.Folder!, "Owls.mp4"), path);
        Directory.CreateSymbolicLink(Path.Combine(talks.Intakes.Folder!, "Bees.mp4"), Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(Path.Combine(talks.Intakes.Folder!, "Hens.mp4"), path + ".gone");
        var run = await OnlyRunAsync(talks);
        Assert.Equal((RunState.Failed, "edit"), (run.Summary.State, run.Steps[^1].Name));
        Assert.Contains($"bytes={bytes.Length / 2}&", run.Summary.Key, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        var again = await talks.Runs.WaitAsync((await talks.UntilRunsAsync(2))[0].Id, Cancellation);
        Assert.True(again.Summary.State == RunState.Succeeded, again.Summary.Why);
        Assert.Contains($"bytes={bytes.Length}&", again.Summary.Key, StringComparison.Ordinal);
        Assert.Single(talks.Sandbox.Facebook.Videos);
    }

    [Fact]
    public async Task A_folder_that_appears_late_is_found()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,,3,Barn,,,\n", sources: options => Directory.Delete(options.Folder!));
        Directory.CreateDirectory(talks.Intakes.Folder!);
        File.Copy(sample.Path, Path.Combine(talks.Intakes.Folder!, "Owls.mp4"));
        var run = await OnlyRunAsync(talks);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
    }

    private static async Task<RunView> OnlyRunAsync(TalksHarness talks)
        => await talks.Runs.WaitAsync(Assert.Single(await talks.UntilRunsAsync(1)).Id, Cancellation);
}
