using System.Text.Json;
using Reelway.Sandbox.Facebook;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The server is killed where it hurts most; afterwards nothing is lost and nothing is there twice.</summary>
public abstract class KillTests(ShortRecording recording)
{
    private const string AnnsMail = "mail:ann@example.org";

    private static readonly string[] Recipients = ["ann@example.org", "ben@example.org"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Kills at the named moment of each of the steps, starts again, lets a person decide where one is asked, and looks at what the outside has got.</summary>
    /// <param name="steps">In the order of the flow; fewer than may kill a run for good (engine.max_crashes).</param>
    protected async Task KillAndResumeAsync(string steps, string moment, int count)
    {
        await using var installation = await Installation.CreateAsync(recording.File, Cancellation);
        foreach (var step in steps.Split(' '))
        {
            await using var doomed = installation.StartServer($"{step}:{moment}:{count}");
            await doomed.DeathAsync();
        }

        await using var server = installation.StartServer();
        var run = await server.RunAsync();
        if (run.GetProperty("state").GetString() == "needs-attention")
        {
            Assert.Contains("mail:", steps, StringComparison.Ordinal);
            await DecideAsync(server, installation, run);
            run = await server.RunAsync();
        }

        await AssertDoneOnceAsync(installation, run);
    }

    // The person looks into the mailbox, as the sentence asks them to.
    private static async Task DecideAsync(ServerProcess server, Installation installation, JsonElement run)
    {
        foreach (var asked in run.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("state").GetString() == "needs-attention"))
        {
            var name = asked.GetProperty("name").GetString()!;
            var arrived = installation.Sandbox.Mail.Messages.Entries.Any(mail => mail.To.Contains(name["mail:".Length..]));
            await server.DecideAsync(run, name, arrived ? "sent" : "send-again");
        }
    }

    private static async Task AssertDoneOnceAsync(Installation installation, JsonElement run)
    {
        Assert.True(run.GetProperty("state").GetString() == "succeeded", run.ToString());
        var video = Assert.Single(installation.Sandbox.Facebook.Videos, video => video.Status == VideoStatus.Ready);
        Assert.Equal((Installation.Title, true), (video.Title, video.Published));
        Assert.Equal(video.FileSize, video.Bytes);
        Assert.All(Recipients, address => Assert.Single(installation.Sandbox.Mail.Messages.Entries, mail => mail.To.Contains(address)));
        Assert.Contains(
            $"https://www.facebook.com{video.Permalink}", await File.ReadAllTextAsync(installation.TalkSheet, Cancellation), StringComparison.Ordinal);
        Assert.All(
            run.GetProperty("steps").EnumerateArray(), step => Assert.Equal("succeeded", step.GetProperty("state").GetString()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(installation.TalkSheet)!, "recordings"), "*.part*"));
    }

    public sealed class WhenAStepIsDoneAndNotStored(ShortRecording recording) : KillTests(recording), IClassFixture<ShortRecording>
    {
        [Theory]
        [InlineData("find claim edit pictures")]
        [InlineData("describe page upload.start upload")]
        [InlineData($"publish link {AnnsMail}")]
        [InlineData("sheet announce")]
        public Task The_step_is_repeated_without_a_second_effect(string steps) => KillAndResumeAsync(steps, "BodyDone", 1);
    }

    public sealed class WhenAStepIsStored(ShortRecording recording) : KillTests(recording), IClassFixture<ShortRecording>
    {
        [Theory]
        [InlineData("find claim edit describe")]
        [InlineData("page upload.start upload publish")]
        [InlineData($"link {AnnsMail}")]
        [InlineData("sheet announce")]
        public Task The_run_goes_on_after_it(string steps) => KillAndResumeAsync(steps, "Stored", 1);

        [Theory]
        [InlineData("upload", "Checkpoint", 2)]
        [InlineData("edit", "Begin", 1)]
        [InlineData(AnnsMail, "Begin", 1)]
        public Task In_the_middle_of_a_step_nothing_is_lost_either(string step, string moment, int count) => KillAndResumeAsync(step, moment, count);
    }
}
