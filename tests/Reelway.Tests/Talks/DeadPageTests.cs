using Reelway.Connections;
using Reelway.Connectors.Facebook;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Sandbox.Faults;
using Reelway.Talks;
using SandboxPage = Reelway.Sandbox.Facebook.SandboxPage;

namespace Reelway.Tests.Talks;

/// <summary>A page whose token has died: its talks wait for a person, and for nothing else.</summary>
public sealed class DeadPageTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Name = "facebook";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_talk_waits_for_a_login_and_goes_on_by_itself_while_others_are_published(bool diesInTheMiddle)
    {
        await using var talks = await TalksHarness.StartAsync(
            sample, "Owls,0:01,3,Barn,Ada Example,About owls.,\nHens,0:01,3,Yard,Bo Sample,About hens.,\n",
            options => options.Stages["Yard"] = new PageTarget { Page = "lanternstage" }, logsIn: true);
        var (harbour, lantern) = (talks.Sandbox.Facebook.Pages[0], talks.Sandbox.Facebook.Pages[1]);
        await BringTokensAsync(talks, harbour, lantern);
        Kill(talks, harbour, diesInTheMiddle);

        var dead = await talks.SubmitAsync(talks.Record("Owls.mp4"));
        var good = await talks.PublishAsync(talks.Record("Hens.mp4"));
        var waiting = await talks.UntilAsync(dead, run => run.Summary.State is RunState.Waiting or RunState.NeedsAttention && run.Summary.Why?.Contains("log in", StringComparison.Ordinal) == true);

        Assert.True(good.Summary.State == RunState.Succeeded, good.Summary.Why);
        Assert.Equal((RunState.NeedsAttention, diesInTheMiddle ? "upload" : "page"), (waiting.Summary.State, waiting.Summary.CurrentStep));
        Assert.Equal(lantern.Id, Assert.Single(talks.Sandbox.Facebook.Videos, video => video.Published).PageId);

        var login = await talks.Get<LoginOperations>().LogInAsync(Name, talks.Sandbox.Facebook.LogIn(), "somebody", Cancellation);
        var done = await talks.UntilAsync(dead, run => run.Summary.State is not (RunState.NeedsAttention or RunState.Waiting or RunState.Running or RunState.Queued));

        Assert.Null(login?.Connection.Problem);
        Assert.True(done.Summary.State == RunState.Succeeded, done.Summary.Why);
        Assert.Equal([harbour.Id, lantern.Id], talks.Sandbox.Facebook.Videos.Where(video => video.Published).Select(video => video.PageId).Order());
        Assert.Equal(2, talks.Sandbox.Mail.Messages.Entries.Count);
    }

    // Tokens of pages without a user's, as the former bot has them: nothing else can be asked for a fresh one.
    private static async Task BringTokensAsync(TalksHarness talks, params SandboxPage[] pages)
    {
        var login = await talks.Get<ConnectionPool>().Find<FacebookPages>(Name)!.TakeOverAsync(pages.ToDictionary(page => page.Id, page => page.Token!), Cancellation);
        await talks.Get<LoginOperations>().KeepAsync(Name, login, "somebody", "connection.imported", Cancellation);
        Assert.Single(await talks.Get<AuditStore>().ListAsync(ConnectionOperations.Subject(Name), 50, Cancellation), entry => entry.Action == "connection.imported");
    }

    private static void Kill(TalksHarness talks, SandboxPage page, bool inTheMiddle)
    {
        if (inTheMiddle)
        {
            talks.Sandbox.Faults.Add(new SandboxFault(
                "facebook", FaultEffect.ExpireToken, Subcode: 467, Skip: 1, Match: PublishTalkTests.Phase("transfer") with { Path = $"*/{page.Id}/videos" }));
        }
        else
        {
            Assert.True(talks.Sandbox.Facebook.RefuseToken(page.Token!, 492));
        }
    }
}
