using System.Net;
using Reelway.Engine;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Talks;

public sealed class TalkChoicesTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls: why?,0:01,4.5,Barn,,About owls.,\n";

    private static readonly string Key = new('k', 40);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_whose_name_says_nothing_is_published_as_the_talk_that_a_person_chooses()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls + "Bees,,,Barn,,,\n");
        var run = await talks.PublishAsync(talks.Record("GX010042.mp4"));
        Assert.Equal(RunState.NeedsAttention, run.Summary.State);
        Assert.Contains("none of its titles is like that. Correct the sheet, then retry; or say on the run's page", run.Summary.Why, StringComparison.Ordinal);

        await using var server = await TalkPages.ServeAsync(talks, run, Key);
        using var client = server.Client(Key);
        var page = await client.GetPageAsync($"/runs/{run.Summary.Id}", Cancellation);
        Assert.Contains("Which talk is it?", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Owls: why?\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("This is it", page, StringComparison.Ordinal);

        using var unknown = await client.PostTextAsync("/api/v1/talks/assign", $$"""{"run":"{{run.Summary.Id}}","title":"Cows"}""", Cancellation);
        await unknown.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "sheet-unusable", Cancellation);
        using var chosen = await client.PostTextAsync("/api/v1/talks/assign", $$"""{"run":"{{run.Summary.Id}}","title":"owls_ WHY"}""", Cancellation);
        Assert.Equal("Owls: why?", (await chosen.ReadJsonAsync(Cancellation)).GetProperty("title").GetString());

        run = await talks.Runs.WaitAsync(run.Summary.Id, Cancellation);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal("Owls: why?", Assert.Single(talks.Sandbox.Facebook.Videos).Title);
        using var late = await client.PostTextAsync("/api/v1/talks/assign", $$"""{"run":"{{run.Summary.Id}}","title":"Bees"}""", Cancellation);
        await late.ReadProblemAsync(HttpStatusCode.Conflict, "run-cannot-move", Cancellation);
    }

    [Fact]
    public async Task A_choice_stays_with_its_run_when_something_else_stops_it()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls.Replace("4.5", "0:00", StringComparison.Ordinal));
        var run = await talks.PublishAsync(talks.Record("Owls_ wyh_.mp4"));
        Assert.Contains("the nearest is \"Owls: why?\"", run.Summary.Why, StringComparison.Ordinal);
        await using var server = await TalkPages.ServeAsync(talks, run, Key);
        using var client = server.Client(Key);
        var page = await client.GetPageAsync($"/runs/{run.Summary.Id}", Cancellation);
        Assert.Contains("This is it", page, StringComparison.Ordinal);

        await talks.Get<Reelway.Talks.TalkChoices>().ChooseAsync(run.Summary.Id, "Owls: why?", Cancellation);
        run = await talks.Runs.WaitAsync(run.Summary.Id, Cancellation);
        Assert.Contains("is not after the start", run.Summary.Why, StringComparison.Ordinal);

        talks.WriteSheet("Bees,,,Barn,,,\n" + Owls);
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal("Owls: why?", Assert.Single(talks.Sandbox.Facebook.Videos).Title);
    }
}
