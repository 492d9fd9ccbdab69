using System.Net;
using System.Net.Http.Json;
using Reelway.Scaling;
using Reelway.Storage;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Scaling.Travels;

/// <summary>Asked of the whole program over a socket.</summary>
public sealed class ScalingPagesTests : IAsyncLifetime
{
    private StillServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StillServer.StartAsync("", Cancellation);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_campaign_is_looked_at_held_and_released_on_its_page_and_its_master_withdrawn()
    {
        var id = await CampaignAsync("Harvest <b>");
        var board = await _server.Client.GetPageAsync("/scaling", Cancellation);
        Assert.Contains("Harvest &lt;b&gt;", board, StringComparison.Ordinal);
        Assert.Contains($"href=\"/scaling/campaigns/{id}\"", board, StringComparison.Ordinal);
        Assert.Contains("AB2CD3", await _server.Client.GetPageAsync($"/scaling/campaigns/{id}", Cancellation), StringComparison.Ordinal);

        Assert.Equal($"/scaling/campaigns/{id}#notice", await _server.Client.SubmitAsync($"/scaling/campaigns/{id}", $"/scaling/campaigns/{id}/hold", Cancellation, ("reason", "The client looks.")));
        Assert.Contains("The client looks.", await _server.Client.GetPageAsync("/scaling", Cancellation), StringComparison.Ordinal);
        Assert.Equal($"/scaling/campaigns/{id}#notice", await _server.Client.SubmitAsync($"/scaling/campaigns/{id}", $"/scaling/campaigns/{id}/release", Cancellation));
        Assert.Equal(
            $"/scaling/campaigns/{id}#notice",
            await _server.Client.SubmitAsync($"/scaling/campaigns/{id}", $"/scaling/campaigns/{id}/masters/AB2CD3/withdraw", Cancellation, ("reason", "It is a draft.")));
        Assert.Equal(
            $"/scaling/campaigns/{id}#notice", await _server.Client.SubmitAsync($"/scaling/campaigns/{id}", $"/scaling/campaigns/{id}/deliverables", Cancellation, ("deliverables", "IT:30s FR")));

        var shown = await _server.Client.GetJsonAsync($"/api/v1/scaling/campaigns/{id}", Cancellation);
        Assert.Equal("withdrawn", Assert.Single(shown.GetProperty("masters").EnumerateArray()).GetProperty("state").GetString());
        Assert.Equal(["FR ", "IT 30s"], shown.GetProperty("deliverables").EnumerateArray().Select(one => $"{one.GetProperty("language")} {one.GetProperty("format")}"));
        Assert.Contains("It is a draft.", shown.GetProperty("history")[1].GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Client.GetAsync(new Uri("/scaling/campaigns/camp_0000000000000", UriKind.Relative), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_name_is_checked_on_its_page_and_by_the_API()
    {
        Assert.Contains("is as agreed", await _server.Client.GetPageAsync("/scaling/names?name=spot_30s_IT_AB2CD3.mp4", Cancellation), StringComparison.Ordinal);
        var wrong = await _server.Client.GetPageAsync("/scaling/names?name=spot_30s_AB2CD3%3Cb%3E.mp4", Cancellation);
        Assert.Contains("would be refused", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", wrong, StringComparison.Ordinal);

        using var answer = await _server.Client.PostAsJsonAsync("/api/v1/scaling/names/check", new { names = new[] { "spot_30s_IT_AB2CD3.mp4", "spot.mp4" } }, Cancellation);
        var names = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation)).GetProperty("names");
        Assert.Equal((true, false), (names[0].GetProperty("isValid").GetBoolean(), names[1].GetProperty("isValid").GetBoolean()));
    }

    [Fact]
    public async Task The_counts_have_the_names_of_the_older_status_page()
    {
        await CampaignAsync("Harvest");

        var counts = await _server.Client.GetJsonAsync("/api/v1/scaling/status", Cancellation);

        Assert.Equal(
            ["total_masters", "total_derivatives", "pending_a1_campaigns", "pending_a2_campaigns", "last_24h_uploads", "failed_uploads"], counts.EnumerateObject().Select(member => member.Name));
        Assert.Equal((1, 1), (counts.GetProperty("total_masters").GetInt32(), counts.GetProperty("pending_a1_campaigns").GetInt32()));
    }

    [Fact]
    public async Task What_is_asked_for_without_a_reason_or_of_nothing_is_refused_in_a_sentence()
    {
        var id = await CampaignAsync("Harvest");

        using var held = await _server.Client.PostAsJsonAsync($"/api/v1/scaling/campaigns/{id}/hold", new { reason = " " }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, held.StatusCode);
        using var unknown = await _server.Client.PostAsJsonAsync("/api/v1/scaling/masters/ZZZZZZ/withdraw", new { reason = "It is a draft." }, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private async Task<string> CampaignAsync(string name)
    {
        await using var database = _server.OpenDatabase();
        var store = new CampaignStore(database, new IdGenerator(TimeProvider.System));
        await store.NoteFoundAsync([new FoundCampaign("dam-1", IsFolder: true, name, "C-1042")], store.NowMs, Cancellation);
        var campaign = (await store.FindByDamAsync("dam-1", Cancellation))!;
        await store.KeepMasterAsync(campaign.Id, new FoundMaster("original-1", "dam-2", "spot_30s.mp4", 2000, "{}"), "AB2CD3", "spot_30s_AB2CD3.mp4", Cancellation);
        return campaign.Id.ToString();
    }
}
