using System.Text.Json;
using Reelway.Sandbox.Facebook;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The server is killed where it hurts most; afterwards nothing is lost and nothing is there twice.</summary>
public abstract class KillTests(ShortRecording recording)
{
    private const string AnnsMail = "mail:ann@example.org";

    private static readonly string[] Recipients = ["ann@example.org", "ben@example.org"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Kills at each of the places, starts again, lets a person decide where one is asked, and looks at what the outside has got.</summary>
    /// <param name="places">As the crash hook reads them, in the order of the flow. After a mail whose fate nobody knows comes no other.</param>
    protected async Task KillAndResumeAsync(params IEnumerable<string> places)
    {
        await using var installation = await Installation.CreateAsync(recording.File, Cancellation);
        foreach (var place in places)
        {
            await using var doomed = installation.StartServer(place);
            await doomed.DeathAsync();
        }

        await using var server = installation.StartServer();
        var run = await server.RunAsync();
        if (run.GetProperty("state").GetString() == "needs-attention")
        {
            Assert.StartsWith("mail:", places.Last(), StringComparison.Ordinal);
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
        [InlineData("find claim edit pictures describe page upload.start upload publish link sheet announce")]
        [InlineData(AnnsMail)]
        public Task The_step_is_repeated_without_a_second_effect(string steps) => KillAndResumeAsync(steps.Split(' ').Select(step => $"{step}:BodyDone:1"));
    }

    public sealed class WhenAStepIsStored(ShortRecording recording) : KillTests(recording), IClassFixture<ShortRecording>
    {
        [Fact]
        public Task The_run_goes_on_after_it()
            => KillAndResumeAsync($"find claim edit describe page upload.start upload publish link {AnnsMail} sheet announce".Split(' ').Select(step => $"{step}:Stored:1"));

        [Fact]
        public Task In_the_middle_of_a_step_nothing_is_lost_either()
            => KillAndResumeAsync("edit:Begin:1", "upload:Checkpoint:2", $"{AnnsMail}:Begin:1");
    }
}
