using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Reelway.Frame.Operations;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Schedules;

/// <summary>Asked of the whole program over a socket.</summary>
public sealed class SchedulesServedTests : IAsyncLifetime
{
    private StillServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StillServer.StartAsync("engine: { archive_after: 7d }", Cancellation);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_page_shows_each_schedule_with_its_next_times_and_its_forms_lead_back_to_it()
    {
        var page = await _server.Client.GetPageAsync("/schedules", Cancellation);
        var listed = (await _server.Client.GetJsonAsync("/api/v1/schedules", Cancellation)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(listed.Sum(item => item.GetProperty("next").GetArrayLength()), page.Split("<li><time", StringSplitOptions.None).Length - 1);
        Assert.Equal(5, listed.Single(item => item.GetProperty("name").GetString() == "runs.archive").GetProperty("next").GetArrayLength());
        Assert.Contains("No connection is configured.", page, StringComparison.Ordinal);

        Assert.Equal("/schedules#notice", await _server.Client.SubmitAsync("/schedules", "/schedules/runs.archive/pause", Cancellation));
        var paused = await _server.Client.GetPageAsync("/schedules", Cancellation);
        Assert.Contains("/schedules/runs.archive/resume", paused, StringComparison.Ordinal);
        Assert.DoesNotContain("/schedules/runs.archive/pause", paused, StringComparison.Ordinal);

        Assert.Equal("/schedules#notice", await _server.Client.SubmitAsync("/schedules", "/schedules/runs.archive/run", Cancellation));
        Assert.Contains("runs.archive", (await _server.Client.GetJsonAsync("/api/v1/runs", Cancellation)).GetProperty("items")[0].GetProperty("key").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_asked_for_again_with_its_key_is_one_run()
    {
        var probe = new { flow = "probe", input = new { url = "http://127.0.0.1:9/", steps = 1 } };
        var (first, firstReplayed) = await PostAsync("/api/v1/runs", probe, "a", HttpStatusCode.Accepted);
        var (second, secondReplayed) = await PostAsync("/api/v1/runs", probe, "a", HttpStatusCode.Accepted);
        var (refused, _) = await PostAsync("/api/v1/runs", probe with { flow = "other" }, "a", HttpStatusCode.UnprocessableEntity);
        var (scheduled, _) = await PostAsync("/api/v1/schedules/runs.archive/run", new { }, "b", HttpStatusCode.OK);
        var (again, againReplayed) = await PostAsync("/api/v1/schedules/runs.archive/run", new { }, "b", HttpStatusCode.OK);

        Assert.Equal((first.GetRawText(), false, true), (second.GetRawText(), firstReplayed, secondReplayed));
        Assert.Equal("idempotency-key-reused", refused.GetProperty("code").GetString());
        Assert.Equal((scheduled.GetRawText(), true), (again.GetRawText(), againReplayed));
        Assert.Equal(2, (await _server.Client.GetJsonAsync("/api/v1/runs", Cancellation)).GetProperty("items").GetArrayLength());
    }

    private async Task<(JsonElement Answer, bool Replayed)> PostAsync(string path, object body, string key, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add(KeptAnswers.Header, key);
        using var answer = await _server.Client.SendAsync(request, Cancellation);
        Assert.Equal(status, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation), answer.Headers.Contains(KeptAnswers.Replayed));
    }
}
