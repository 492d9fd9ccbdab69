using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Sandbox.LinkedIn;

namespace Reelway.Sandbox.Tests.LinkedIn;

/// <summary>The quirks of LinkedIn that a client must live with.</summary>
public sealed class LinkedInSandboxTests : IAsyncLifetime
{
    private SandboxHttp _http = null!;

    public async ValueTask InitializeAsync() => _http = await SandboxHttp.StartAsync();

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Fact]
    public async Task A_post_is_answered_with_nothing_but_a_header_and_its_kind_takes_turns()
    {
        using var one = await LinkedInCaller.PostAsync(_http, "One");
        using var two = await LinkedInCaller.PostAsync(_http, "Two");

        Assert.Equal((201, ""), ((int)one.StatusCode, await one.Content.ReadAsStringAsync(SandboxHttp.Cancellation)));
        Assert.StartsWith("urn:li:share:", one.Headers.GetValues("x-restli-id").Single(), StringComparison.Ordinal);
        Assert.StartsWith("urn:li:ugcPost:", two.Headers.GetValues("x-restli-id").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 400, "VERSION_MISSING")]
    [InlineData("202511", 426, "NONEXISTENT_VERSION")]
    [InlineData("203001", 426, "NONEXISTENT_VERSION")]
    public async Task A_version_that_is_not_served_is_refused(string? version, int status, string code)
    {
        using var answer = await LinkedInCaller.PostAsync(_http, "Hello", version);

        Assert.Equal((status, code), ((int)answer.StatusCode, (await JsonOf(answer)).GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("Open (daily) at 9", "Open ")]
    [InlineData(@"Open \(daily\) at 9", "Open (daily) at 9")]
    [InlineData("snake_case", "snake")]
    [InlineData("Go #launch now", "Go #launch now")]
    [InlineData(@"Go {hashtag|\#|a\_b} now", "Go #a_b now")]
    [InlineData("By @[Fern](urn:li:organization:1) today", "By Fern today")]
    [InlineData("a @desk", "a ")]
    public async Task A_mark_that_is_not_escaped_ends_the_text_without_a_word(string sent, string shown)
    {
        using var answer = await LinkedInCaller.PostAsync(_http, sent);

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal(shown, Assert.Single(_http.Server.LinkedIn.Shares).Text);
    }

    [Fact]
    public async Task The_same_again_is_refused_with_the_name_of_the_first_one_for_some_minutes()
    {
        using var first = await LinkedInCaller.PostAsync(_http, "Hello");
        using var second = await LinkedInCaller.PostAsync(_http, "Hello");
        _http.Server.LinkedIn.Settings = new LinkedInSettings { DuplicateMinutes = 0 };
        using var third = await LinkedInCaller.PostAsync(_http, "Hello");

        Assert.Equal((422, 201), ((int)second.StatusCode, (int)third.StatusCode));
        Assert.EndsWith(first.Headers.GetValues("x-restli-id").Single(), (await JsonOf(second)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_needs_the_finder_header_and_an_organisation()
    {
        const string Mine = "rest/posts?q=author&author=urn%3Ali%3Aperson%3A782bbtaQ";
        var theirs = $"rest/posts?q=author&author={Uri.EscapeDataString(LinkedInCaller.Organisation)}";

        using var bare = await LinkedInCaller.SendAsync(_http, HttpMethod.Get, theirs);
        using var person = await LinkedInCaller.SendAsync(_http, HttpMethod.Get, Mine, restli: "FINDER");
        using var good = await LinkedInCaller.SendAsync(_http, HttpMethod.Get, theirs, restli: "FINDER");

        Assert.Equal((400, 403, 200), ((int)bare.StatusCode, (int)person.StatusCode, (int)good.StatusCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_video_is_put_together_in_the_order_of_its_named_pieces_and_its_addresses_want_no_token(bool isScrambled)
    {
        _http.Server.LinkedIn.Settings = new LinkedInSettings { PieceBytes = 4 };
        var begun = (await JsonOf(await LinkedInCaller.SendAsync(
            _http, HttpMethod.Post, "rest/videos?action=initializeUpload", $$$"""{"initializeUploadRequest":{"owner":"{{{LinkedInCaller.Organisation}}}","fileSizeBytes":6}}"""))).GetProperty("value");
        var names = new List<string>();
        foreach (var (piece, bytes) in begun.GetProperty("uploadInstructions").EnumerateArray().Zip(["abcd", "ef"]))
        {
            var path = new Uri(piece.GetProperty("uploadUrl").GetString()!).PathAndQuery["/linkedin/".Length..];
            using var refused = await LinkedInCaller.SendAsync(_http, HttpMethod.Put, path, bytes);
            using var put = await LinkedInCaller.SendAsync(_http, HttpMethod.Put, path, bytes, token: null);
            Assert.Equal((401, 200), ((int)refused.StatusCode, (int)put.StatusCode));
            names.Add(put.Headers.GetValues("ETag").Single());
        }

        names = isScrambled ? [names[1], names[0]] : names;
        var video = begun.GetProperty("video").GetString();
        using var end = await LinkedInCaller.SendAsync(
            _http, HttpMethod.Post, "rest/videos?action=finalizeUpload",
            $$$"""{"finalizeUploadRequest":{"video":"{{{video}}}","uploadToken":"","uploadedPartIds":{{{JsonSerializer.Serialize(names)}}}}}""");
        Assert.Equal(200, (int)end.StatusCode);
        using var look = await LinkedInCaller.SendAsync(_http, HttpMethod.Get, $"rest/videos/{Uri.EscapeDataString(video!)}");
        using var again = await LinkedInCaller.SendAsync(_http, HttpMethod.Get, $"rest/videos/{Uri.EscapeDataString(video!)}");
        using var posted = await LinkedInCaller.SendAsync(_http, HttpMethod.Post, "rest/posts", $$$$"""
            {"author":"{{{{LinkedInCaller.Organisation}}}}","commentary":"Clip","visibility":"PUBLIC","distribution":{},"lifecycleState":"PUBLISHED","content":{"media":{"id":"{{{{video}}}}"}}}
            """);

        Assert.Equal(("PROCESSING", "AVAILABLE", 201), ((await JsonOf(look)).GetProperty("status").GetString(), (await JsonOf(again)).GetProperty("status").GetString(), (int)posted.StatusCode));
        var whole = Convert.ToHexStringLower(SHA256.HashData("abcdef"u8));
        Assert.Equal(!isScrambled, Assert.Single(Assert.Single(_http.Server.LinkedIn.Shares).Media).Sha256 == whole);
    }

    [Fact]
    public async Task A_day_s_calls_are_used_up()
    {
        _http.Server.LinkedIn.Settings = new LinkedInSettings { CallsPerDay = 1 };
        using var first = await LinkedInCaller.PostAsync(_http, "One");
        using var second = await LinkedInCaller.PostAsync(_http, "Two");

        Assert.Equal((201, 429), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.Contains("DAY limit", (await JsonOf(second)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Task<JsonElement> JsonOf(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(SandboxHttp.Cancellation);
}
