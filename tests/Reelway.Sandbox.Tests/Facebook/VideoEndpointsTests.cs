using System.Globalization;
using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox.Tests.Facebook;

public sealed class VideoEndpointsTests
{
    [Fact]
    public async Task A_video_is_in_processing_for_the_set_number_of_polls_and_then_ready()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var id = await page.PublishAsync(GraphCaller.Bytes(1_000));
        var seen = new List<string>();

        for (var i = 0; i < 5; i++)
        {
            var json = (await page.GetAsync(id + "?fields=status")).Ok();
            seen.Add(json.GetProperty("status").GetProperty("video_status").GetString()!);
        }

        Assert.Equal(["processing", "processing", "processing", "ready", "ready"], seen);
    }

    [Fact]
    public async Task Processing_ends_in_an_error_on_demand()
    {
        await using var http = await SandboxHttp.StartAsync();
        using var set = await http.SendAsync(HttpMethod.Patch, "/_sandbox/facebook/settings",
            new StringContent("""{"processing":"error","pollsUntilProcessed":0}"""));
        Assert.Equal(204, (int)set.StatusCode);
        var page = GraphCaller.Page(http);

        var status = (await page.GetAsync(await page.PublishAsync(GraphCaller.Bytes(1_000)) + "?fields=status")).Ok().GetProperty("status");

        Assert.Equal("error", status.GetProperty("video_status").GetString());
        Assert.NotEmpty(status.GetProperty("processing_phase").GetProperty("errors")[0].GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task The_permalink_is_relative()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var id = await page.PublishAsync(GraphCaller.Bytes(1_000));

        var json = (await page.GetAsync(id + "?fields=permalink_url")).Ok();

        Assert.Equal($"/harbourstage/videos/{id}/", json.GetProperty("permalink_url").GetString());
        Assert.Equal(["permalink_url", "id"], json.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_video_is_known_from_the_start_of_its_upload()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var id = (await page.StartAsync(10)).Ok().GetProperty("video_id").GetString()!;

        var status = (await page.GetAsync(id + "?fields=status,published")).Ok().GetProperty("status");

        Assert.Equal("uploading", status.GetProperty("video_status").GetString());
        Assert.Equal(10, status.GetProperty("uploading_phase").GetProperty("source_file_size").GetInt64());
    }

    [Fact]
    public async Task An_update_takes_the_title_as_name_and_ignores_title()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var id = await page.PublishAsync(GraphCaller.Bytes(1_000), ("title", "First"), ("description", "Old"));

        (await page.PostAsync(id, ("title", "Ignored"), ("description", "New"))).Ok();
        Assert.Equal(("First", "New"), (http.Server.Facebook.Videos[0].Title, http.Server.Facebook.Videos[0].Description));
        (await page.PostAsync(id, ("name", "Second"))).Ok();

        Assert.Equal(("Second", "New"), (http.Server.Facebook.Videos[0].Title, http.Server.Facebook.Videos[0].Description));
    }

    [Fact]
    public async Task Another_page_neither_sees_nor_changes_the_video()
    {
        await using var http = await SandboxHttp.StartAsync();
        var id = await GraphCaller.Page(http).PublishAsync(GraphCaller.Bytes(1_000), ("title", "First"));
        var other = new GraphCaller(http, GraphCaller.OtherPageToken);

        (await other.GetAsync(id)).Error(100, 33);
        (await other.PostAsync(id, ("name", "Stolen"))).Error(100, 33);
        (await other.DeleteAsync(id)).Error(100, 33);
        (await GraphCaller.User(http).PostAsync(id, ("name", "Stolen"))).Error(210);

        Assert.Equal("First", Assert.Single(http.Server.Facebook.Videos).Title);
    }

    [Fact]
    public async Task A_deleted_video_is_gone()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var id = await page.PublishAsync(GraphCaller.Bytes(1_000));

        (await page.DeleteAsync(id)).Ok();

        (await page.GetAsync(id)).Error(100, 33);
    }

    [Fact]
    public async Task A_field_that_does_not_exist_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var id = await page.PublishAsync(GraphCaller.Bytes(1_000));

        (await page.GetAsync(id + "?fields=id,sparkle")).Error(100);
        (await page.GetAsync(id + "?fields=status{video_status")).Error(100);
        var nested = (await page.GetAsync(id + "?fields=status{video_status},length")).Ok();

        Assert.Equal("""{"video_status":"processing"}""", nested.GetProperty("status").GetRawText());
    }

    [Fact]
    public async Task The_list_of_videos_finds_a_finished_one_after_a_lost_answer()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var older = await page.PublishAsync(GraphCaller.Bytes(1_000), ("title", "One"));
        var newer = await page.PublishAsync(GraphCaller.Bytes(1_000), ("title", "Two"));
        (await page.StartAsync(10)).Ok();

        var json = (await page.GetAsync($"{GraphCaller.PageId}/videos?fields=id,title")).Ok();

        Assert.Equal([newer, older], json.GetProperty("data").EnumerateArray().Select(video => video.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_publishing_time_must_be_ten_minutes_to_six_months_ahead_and_unpublished()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        var page = GraphCaller.Page(http);
        var (session, _, _) = await page.TransferAllAsync(GraphCaller.Bytes(1_000));
        (string, string) At(TimeSpan ahead)
            => ("scheduled_publish_time", (time.GetUtcNow() + ahead).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

        (await page.FinishAsync(session, At(TimeSpan.FromMinutes(9)), ("published", "false"))).Error(100);
        (await page.FinishAsync(session, At(TimeSpan.FromDays(200)), ("published", "false"))).Error(100);
        (await page.FinishAsync(session, At(TimeSpan.FromMinutes(11)), ("published", "true"))).Error(100);
        (await page.FinishAsync(session, At(TimeSpan.FromMinutes(11)), ("published", "false"))).Ok();

        Assert.Equal(time.GetUtcNow() + TimeSpan.FromMinutes(11), Assert.Single(http.Server.Facebook.Videos).ScheduledPublishTime);
    }

    [Theory]
    [InlineData(MentionFeature.Granted, 1)]
    [InlineData(MentionFeature.Literal, 0)]
    public async Task Pages_are_mentioned_only_with_the_feature(MentionFeature feature, int mentions)
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.Settings = new FacebookSettings { Mentions = feature };

        await GraphCaller.Page(http).PublishAsync(GraphCaller.Bytes(10), ("description", "With @[175000000000102], @[99] and @lantern"));

        var video = Assert.Single(http.Server.Facebook.Videos);
        Assert.Equal("With @[175000000000102], @[99] and @lantern", video.Description);
        Assert.Equal(Enumerable.Repeat("175000000000102", mentions), video.Mentions);
    }

    [Fact]
    public async Task A_mention_without_the_feature_can_refuse_the_call_and_leaves_the_session_open()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.Settings = new FacebookSettings { Mentions = MentionFeature.Refused };
        var page = GraphCaller.Page(http);
        var (session, _, _) = await page.TransferAllAsync(GraphCaller.Bytes(10));

        (await page.FinishAsync(session, ("description", "With @[175000000000102]"))).Error(10);

        (await page.FinishAsync(session, ("description", "With Lantern Stage"))).Ok();
    }
}
