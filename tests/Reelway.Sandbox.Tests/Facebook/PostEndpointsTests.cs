using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox.Tests.Facebook;

/// <summary>Photos, and posts that are there.</summary>
public sealed class PostEndpointsTests : IAsyncLifetime
{
    private const string Feed = $"{GraphCaller.PageId}/feed";

    private SandboxHttp _http = null!;
    private GraphCaller _page = null!;

    public async ValueTask InitializeAsync()
    {
        _http = await SandboxHttp.StartAsync();
        _page = GraphCaller.Page(_http);
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Fact]
    public async Task A_photo_is_a_post_at_once_or_waits_for_one_that_shows_it()
    {
        var photo = GraphCaller.Bytes(5_000);

        var shown = (await _page.PhotoAsync(photo, ("caption", "An owl"))).Ok();
        var hidden = (await _page.PhotoAsync(photo, ("published", "false"), ("alt_text_custom", "Another owl"))).Ok();
        var id = hidden.GetProperty("id").GetString()!;
        (await _page.PostAsync(Feed, ("message", "Look"), ("attached_media[0]", JsonSerializer.Serialize(new { media_fbid = id })))).Ok();

        Assert.Equal("An owl", _http.Server.Facebook.Posts.Single(post => post.Id == shown.GetProperty("post_id").GetString()).Message);
        Assert.False(hidden.TryGetProperty("post_id", out _));
        Assert.Equal([id], _http.Server.Facebook.Posts[^1].AttachedMedia);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(photo)), "Another owl"), (_http.Server.Facebook.FindPhoto(id)!.Sha256, _http.Server.Facebook.FindPhoto(id)!.AltText));
        (await _page.PhotoAsync(new byte[(10 * 1024 * 1024) + 1])).Error(100, 1366046);
    }

    [Fact]
    public async Task A_post_is_changed_commented_on_and_deleted_by_its_page_alone()
    {
        var id = (await _page.PostAsync(Feed, ("message", "Hello"))).Ok().GetProperty("id").GetString()!;
        var other = new GraphCaller(_http, GraphCaller.OtherPageToken);

        (await other.PostAsync(id, ("message", "Mine now"))).Error(200);
        (await _page.PostAsync(id, ("message", "Hello again"))).Ok();
        var comment = (await _page.PostAsync($"{id}/comments", ("message", "Slides"))).Ok().GetProperty("id").GetString()!;
        var comments = (await _page.GetAsync($"{id}/comments?filter=toplevel&fields=id,message,from")).Ok().GetProperty("data");
        (await _page.DeleteAsync(id)).Ok();

        Assert.Equal((comment, "Slides", GraphCaller.PageId), (
            comments[0].GetProperty("id").GetString(), comments[0].GetProperty("message").GetString(), comments[0].GetProperty("from").GetProperty("id").GetString()));
        Assert.Empty(_http.Server.Facebook.Posts);
        (await _page.DeleteAsync(id)).Error(100, 33);
        (await _page.GetAsync(id)).Error(100, 33);
    }

    [Fact]
    public async Task Published_posts_come_late_and_are_the_page_s_own()
    {
        _http.Server.Facebook.Settings = new FacebookSettings { PostLagMs = 60_000 };
        (await _page.PostAsync(Feed, ("message", "Hello"))).Ok();

        Assert.Equal(0, (await _page.GetAsync($"{GraphCaller.PageId}/published_posts?fields=id,message")).Ok().GetProperty("data").GetArrayLength());
        _http.Server.Facebook.Settings = new FacebookSettings();
        Assert.Equal(1, (await _page.GetAsync($"{GraphCaller.PageId}/published_posts?fields=id,message")).Ok().GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task One_dead_figure_fails_the_whole_call()
    {
        var id = (await _page.PostAsync(Feed, ("message", "Hello"))).Ok().GetProperty("id").GetString()!;

        var data = (await _page.GetAsync($"{id}/insights?metric=post_clicks,post_reactions_by_type_total")).Ok().GetProperty("data");

        Assert.Equal((5, 7), (data[0].GetProperty("values")[0].GetProperty("value").GetInt32(), data[1].GetProperty("values")[0].GetProperty("value").GetProperty("like").GetInt32()));
        (await _page.GetAsync($"{id}/insights?metric=post_clicks,post_impressions")).Error(100);
    }
}
