using Reelway.Engine;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Google;

namespace Reelway.Tests.Talks;

/// <summary>Talks whose programme and speakers are kept at Google.</summary>
public sealed class GoogleTalkTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    [Fact]
    public async Task A_talk_of_a_Google_sheet_is_published_and_its_row_gets_the_link()
    {
        SandboxSpreadsheet programme = null!;
        await using var talks = await TalksHarness.StartAsync(
            sample, "",
            options => (options.Sheet, options.Speakers, options.SpeakersTab) = ("google:WS_16_Speakers", "google:Speaker intro", "People"),
            prepare: sandbox =>
            {
                programme = sandbox.Google.Create(
                    "WS_16_Speakers",
                    [["Start", "Title", "End", "Stage", "Speakers", "Description", "Link"], ["", "Bees"], ["0:01", "=Owls: why?", "4.5", "Barn", "Ada Example, Bo Sample", "About owls."]]);
                var people = sandbox.Google.Create("Speaker intro", [["none"]]);
                people.AddTab("People");
                people.Replace([["First name", "Last name", "Mail"], ["Ada", "Example", "ada@example.test"], ["Bo", "Sample", "bo@example.test"]], "People");
                // While the talk is published somebody sorts the programme, and the answer to the write is lost.
                sandbox.Faults.Add(new SandboxFault("google", FaultEffect.LostAnswer, new FaultMatch { Method = "POST", Path = "/v4/*" }));
                programme.AfterRead = sheet =>
                {
                    sheet.AfterRead = null;
                    sheet.MoveRow(3, 2);
                };
            });

        var run = await talks.PublishAsync(talks.Record("=Owls_ why_.mp4"));

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        var video = Assert.Single(talks.Sandbox.Facebook.Videos);
        Assert.Equal("=Owls: why?", video.Title);
        Assert.Equal(["ada@example.test", "bo@example.test"], talks.Sandbox.Mail.Messages.Entries.Select(mail => mail.To[0]).Order());
        Assert.Equal(
            [["0:01", "=Owls: why?", "4.5", "Barn", "Ada Example, Bo Sample", "About owls.", "https://www.facebook.com" + video.Permalink], ["", "Bees"]],
            programme.Rows().Skip(1));
    }

    [Fact]
    public async Task A_run_without_the_connection_of_its_sheet_waits_for_a_person()
    {
        await using var talks = await TalksHarness.StartAsync(
            sample, "", options => (options.Sheet, options.SheetConnection) = ("google:Programme", "sheets"));

        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));

        Assert.Equal((RunState.NeedsAttention, "find"), (run.Summary.State, run.Summary.CurrentStep));
        Assert.Contains("There is no connection \"sheets\" of the connector google", run.Summary.Why, StringComparison.Ordinal);
    }
}
