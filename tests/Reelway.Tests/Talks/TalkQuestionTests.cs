using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Frame.Web;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Talks;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Talks;

/// <summary>A talk whose times are hardly meant: a person is asked before anything leaves the house, and once.</summary>
public sealed class TalkQuestionTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls,0:01,4.5,Barn,Ada Example,About owls.,\n";

    private static readonly string Key = new('k', 40);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_talk_of_a_few_seconds_asks_first_and_goes_out_as_it_is_when_a_person_says_so()
    {
        await using var talks = await StartAsync(Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        var talk = (await talks.Store.FindAsync("Owls", Cancellation))!;
        Assert.Equal((RunState.NeedsAttention, "edit"), (run.Summary.State, run.Summary.CurrentStep));
        Assert.Equal(
            "The talk \"Owls\", row 2, would go out from 00:00:01 to 00:00:04.5 of a recording of 00:00:06: 00:00:03.5 is shorter than talks.shortest, 00:00:30. "
                + $"Correct its times in the sheet, then retry; or, if it is meant, publish it as it is with \"reelway talks accept {new TalkId(talk.Id)}\".",
            run.Summary.Why);
        Assert.Empty(talks.Sandbox.Facebook.Requests.Entries);
        Assert.Empty(talks.Sandbox.Mail.Messages.Entries);

        // Without an answer it asks again; the answer is kept, also for a retry of what fails later.
        Assert.Equal(RunState.NeedsAttention, (await talks.RetryAsync(run)).Summary.State);
        await talks.Get<TalkAdoption>().AcceptAsync((await talks.Store.FindAsync("Owls", Cancellation))!, Cancellation);
        run = await talks.Runs.WaitAsync(run.Summary.Id, Cancellation);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Single(talks.Sandbox.Facebook.Videos);
        var answered = (await talks.Store.FindAsync("Owls", Cancellation))!;
        await Assert.ThrowsAsync<RefusalException>(() => talks.Get<TalkAdoption>().AcceptAsync(answered, Cancellation));
    }

    [Fact]
    public async Task Corrected_times_need_no_answer_and_other_unlikely_ones_are_asked_about_again()
    {
        await using var talks = await StartAsync(Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        var talk = (await talks.Store.FindAsync("Owls", Cancellation))!;
        Assert.True(await talks.Store.AcceptPartAsync(talk, 1, Cancellation));
        talks.WriteSheet(Owls.Replace("4.5", "3.5", StringComparison.Ordinal));
        run = await talks.RetryAsync(run);
        Assert.Contains("to 00:00:03.5 of", run.Summary.Why, StringComparison.Ordinal);
        Assert.False(await talks.Store.AcceptPartAsync(talk, 1, Cancellation));

        talks.Options.Shortest = TimeSpan.FromSeconds(5);
        talks.WriteSheet(Owls.Replace("0:01,4.5", ",", StringComparison.Ordinal));
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
    }

    [Fact]
    public async Task A_part_of_a_day_is_never_taken_for_seconds()
    {
        await using var talks = await StartAsync("Owls,0.0208333,0.0416667,Barn,Ada Example,,\nBees,\"0,0625\",\"0,5\",Barn,Ada Example,,\n");
        var owls = await talks.PublishAsync(talks.Record("Owls.mp4"));
        var bees = await talks.PublishAsync(talks.Record("Bees.mp4"));
        Assert.Contains("column \"Start\": \"0.0208333\" is a part of a day, 00:30:00, and lies beyond the recording", owls.Summary.Why, StringComparison.Ordinal);
        Assert.Contains("row 3, column \"Start\": \"0,0625\" may mean 00:00:00.0625 or, as spreadsheets keep durations, the part of a day that is 01:30:00", bees.Summary.Why, StringComparison.Ordinal);
        Assert.Empty(talks.Sandbox.Facebook.Requests.Entries);
        Assert.Empty(talks.Sandbox.Mail.Messages.Entries);
    }

    [Fact]
    public async Task The_page_of_the_run_has_the_answer()
    {
        await using var talks = await StartAsync(Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        await using var server = await WebServer.StartAsync(
            Cancellation, options => options.ApiKey = Key,
            app => app.MapTalks(),
            services: services =>
            {
                services.AddSingleton(talks.Store).AddSingleton(talks.Intake).AddSingleton(talks.Get<TalkAdoption>()).AddSingleton(talks.Get<TalkChoices>()).AddSingleton(talks.Get<TalkSheet>());
                services.AddTalksWeb();
                services.AddSingleton<HandedInFiles>();
                services.AddSingleton(talks.Get<MediaLibrary>());
            });
        server.Runs.Add(run);
        using var client = server.Client(Key);
        var id = new TalkId((await talks.Store.FindAsync("Owls", Cancellation))!.Id);
        var page = await client.GetPageAsync($"/runs/{run.Summary.Id}", Cancellation);
        Assert.Contains("Publish it as it is", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/runs/{run.Summary.Id}/talks/{id}/accept\"", page, StringComparison.Ordinal);

        Assert.Equal($"/runs/{run.Summary.Id}#notice", await client.SubmitAsync($"/runs/{run.Summary.Id}", $"/runs/{run.Summary.Id}/talks/{id}/accept", Cancellation));
        run = await talks.Runs.WaitAsync(run.Summary.Id, Cancellation);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        server.Runs.Add(run);
        Assert.DoesNotContain("Publish it as it is", await client.GetPageAsync($"/runs/{run.Summary.Id}", Cancellation), StringComparison.Ordinal);
    }

    private Task<TalksHarness> StartAsync(string rows) => TalksHarness.StartAsync(sample, rows, options => options.Shortest = new TalksOptions().Shortest);
}
