using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Reelway.Sandbox.Box;

namespace Reelway.Sandbox.Tests.Box;

/// <summary>What the documentation of Box says, asked by requests that are written out here.</summary>
public sealed class BoxSandboxTests : IAsyncLifetime
{
    private const string Files = "/box/2.0/files";
    private const string Sessions = "/box/api/2.0/files/upload_sessions";

    private SandboxHttp _http = null!;
    private BoxCaller _caller = null!;

    private BoxSandbox Box => _http.Server.Box;

    public async ValueTask InitializeAsync()
    {
        _caller = new BoxCaller(_http = await SandboxHttp.StartAsync());
        await _caller.LogInAsync();
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Fact]
    public async Task A_folder_of_the_same_letters_is_refused_and_named()
    {
        var made = await FolderAsync("CAMPAIGN_001");
        var again = await FolderAsync("campaign_001");
        Box.Settings = Box.Settings with { Conflicts = ConflictForm.One };
        var asObject = await FolderAsync("Campaign_001");

        Assert.Equal((201, 409, "item_name_in_use"), (made.Status, again.Status, again.Code));
        Assert.Equal((string)made.Json["id"]!, (string)again.Json["context_info"]!["conflicts"]![0]!["id"]!);
        Assert.Equal((string)made.Json["id"]!, (string)asObject.Json["context_info"]!["conflicts"]!["id"]!);
    }

    [Theory]
    [InlineData("a/b", "item_name_invalid")]
    [InlineData("a\\\\b", "item_name_invalid")]
    [InlineData("a ", "item_name_invalid")]
    [InlineData(" a", "item_name_invalid")]
    [InlineData("..", "item_name_invalid")]
    [InlineData("a\\u0007", "item_name_invalid")]
    public async Task A_name_that_Box_does_not_take_is_refused(string name, string code) => Assert.Equal((400, code), (await FolderAsync(name)) is var answer ? (answer.Status, answer.Code) : default);

    [Theory]
    [InlineData(PagingEnd.Absent)]
    [InlineData(PagingEnd.Null)]
    [InlineData(PagingEnd.Empty)]
    public async Task A_listing_goes_by_markers_folders_first_to_an_end_of_three_kinds(PagingEnd end)
    {
        Box.Settings = Box.Settings with { ItemsPerPage = 2, PagingEnd = end };
        await FolderAsync("z");
        foreach (var name in new[] { "b", "a" })
        {
            await _caller.UploadAsync(name, [1]);
        }

        var first = (await _caller.GetAsync($"/box/2.0/folders/{BoxCaller.Root}/items?usemarker=true&limit=1000&fields=id,type,name")).Json;
        var second = (await _caller.GetAsync($"/box/2.0/folders/{BoxCaller.Root}/items?usemarker=true&marker={first["next_marker"]}")).Json.AsObject();

        Assert.Equal(["z", "a", "b"], first["entries"]!.AsArray().Concat(second["entries"]!.AsArray()).Select(item => (string)item!["name"]!));
        Assert.Equal(end != PagingEnd.Absent, second.ContainsKey("next_marker"));
        Assert.Equal(end == PagingEnd.Empty ? "" : null, (string?)second["next_marker"]);
        Assert.Equal(400, (await _caller.GetAsync($"/box/2.0/folders/{BoxCaller.Root}/items?usemarker=true&marker=x")).Status);
        Assert.Equal(400, (await _caller.GetAsync($"/box/2.0/folders/{BoxCaller.Root}/items?usemarker=true&offset=1")).Status);
    }

    [Fact]
    public async Task What_the_account_is_not_invited_to_is_not_there()
    {
        var other = Box.CreateFolder("Others");
        var shared = Box.CreateFolder("Shared", isInvited: true);

        Assert.Equal(404, (await _caller.GetAsync($"/box/2.0/folders/{other.Id}")).Status);
        Assert.Equal(200, (await _caller.GetAsync($"/box/2.0/folders/{shared.Id}")).Status);
    }

    [Fact]
    public async Task Attributes_come_before_the_file_and_its_digest_is_checked()
    {
        var late = await _caller.UploadAsync("a.txt", [1], isAttributesFirst: false);
        var wrong = await _caller.UploadAsync("a.txt", [1], md5: BoxCaller.Sha1([2]));
        var right = await _caller.UploadAsync("žluť.txt", [1], md5: BoxCaller.Sha1([1]).ToUpperInvariant());
        var twice = await _caller.UploadAsync("ŽLUŤ.TXT", [2]);

        Assert.Equal("metadata_after_file_contents", late.Code);
        Assert.Equal("bad_digest", wrong.Code);
        Assert.Equal(("žluť.txt", BoxCaller.Sha1([1])), ((string)right.Json["entries"]![0]!["name"]!, (string)right.Json["entries"]![0]!["sha1"]!));
        // Of a file the real one names one item, and no list of one.
        Assert.Equal(BoxCaller.Sha1([1]), (string)twice.Json["context_info"]!["conflicts"]!["sha1"]!);
        Assert.Equal("žluť.txt", Assert.Single(Box.Files).Name);
    }

    [Fact]
    public async Task A_preflight_tells_what_has_the_name()
    {
        Task<BoxCalled> AskAsync() => _caller.JsonAsync(HttpMethod.Options, $"{Files}/content", $$$"""{"name":"a.txt","size":1,"parent":{"id":"{{{BoxCaller.Root}}}"}}""");
        var free = await AskAsync();
        await _caller.UploadAsync("a.txt", [1]);
        var taken = await AskAsync();

        Assert.Equal((200, 409), (free.Status, taken.Status));
        Assert.Equal(BoxCaller.Sha1([1]), (string)taken.Json["context_info"]!["conflicts"]!["sha1"]!);
    }

    [Fact]
    public async Task A_large_file_goes_up_in_parts_whose_digests_are_checked()
    {
        Box.Settings = Box.Settings with { SmallestChunkedBytes = 20, PartBytes = 10, CommitWaits = 1 };
        var content = RandomNumberGenerator.GetBytes(25);
        Assert.Equal("file_size_too_small", (await BeginAsync("b.mp4", 19)).Code);
        var session = await BeginAsync("b.mp4", 25);
        var (path, commit) = (At(session, "upload_part"), At(session, "commit"));

        Assert.Equal((201, 3), (session.Status, (int)session.Json["total_parts"]!));
        Assert.Equal(200, (await _caller.PutPartAsync(path, content[10..20], 10, 25)).Status);
        Assert.Equal("range_overlaps_existing_part", (await _caller.PutPartAsync(path, content[10..20], 10, 25)).Code);
        Assert.Equal(416, (await _caller.PutPartAsync(path, content[5..15], 5, 25)).Status);
        Assert.Equal(412, (await _caller.PutPartAsync(path, content[..10], 0, 25, BoxCaller.Digest([1]))).Status);
        Box.Settings = Box.Settings with { PartsStoredBehind500 = 1 };
        Assert.Equal(500, (await _caller.PutPartAsync(path, content[..10], 0, 25)).Status);
        Assert.Equal(200, (await _caller.PutPartAsync(path, content[20..], 20, 25)).Status);
        var parts = (await _caller.GetAsync(At(session, "list_parts") + "?limit=1000&offset=0")).Json;
        Assert.Equal([0, 10, 20], parts["entries"]!.AsArray().Select(part => (long)part!["offset"]!));

        var body = new JsonObject { ["parts"] = parts["entries"]!.DeepClone() }.ToJsonString();
        Assert.Equal(412, (await CommitAsync(commit, body, [1])).Status);
        var waits = await CommitAsync(commit, body, content);
        var done = await CommitAsync(commit, body, content);

        Assert.Equal((202, 0, TimeSpan.FromSeconds(1)), (waits.Status, waits.Body.Length, waits.Headers.RetryAfter!.Delta));
        Assert.Equal((201, BoxCaller.Sha1(content)), (done.Status, (string)done.Json["entries"]![0]!["sha1"]!));
        Assert.Equal(content, await Box.ReadAsync((string)done.Json["entries"]![0]!["id"]!, SandboxHttp.Cancellation));
        Assert.Equal(404, (await CommitAsync(commit, body, content)).Status);
        Assert.Empty(Box.Uploads);
    }

    [Fact]
    public async Task A_commit_names_every_part_in_the_order_of_their_places()
    {
        Box.Settings = Box.Settings with { SmallestChunkedBytes = 20, PartBytes = 10 };
        var content = RandomNumberGenerator.GetBytes(20);
        var session = await BeginAsync("b.mp4", 20);
        foreach (var offset in new[] { 0, 10 })
        {
            await _caller.PutPartAsync(At(session, "upload_part"), content[offset..(offset + 10)], offset, 20);
        }

        var parts = (await _caller.GetAsync(At(session, "list_parts"))).Json["entries"]!.AsArray();

        Assert.Equal(400, (await CommitAsync(At(session, "commit"), new JsonObject { ["parts"] = new JsonArray(parts[1]!.DeepClone(), parts[0]!.DeepClone()) }.ToJsonString(), content)).Status);
        Assert.Equal(400, (await CommitAsync(At(session, "commit"), new JsonObject { ["parts"] = new JsonArray(parts[0]!.DeepClone()) }.ToJsonString(), content)).Status);
        Assert.Equal(204, (await _caller.SendAsync(HttpMethod.Delete, At(session, "abort"), null, _caller.Token)).Status);
        Assert.Equal(404, (await _caller.GetAsync(At(session, "list_parts"))).Status);
    }

    [Fact]
    public async Task A_download_waits_leads_to_another_host_and_takes_no_token_there()
    {
        Box.Settings = Box.Settings with { DownloadWaits = 1 };
        var id = (string)(await _caller.UploadAsync("a.txt", "Hello"u8.ToArray())).Json["entries"]![0]!["id"]!;

        var waits = await _caller.GetAsync($"{Files}/{id}/content");
        var leads = await _caller.GetAsync($"{Files}/{id}/content");
        var there = leads.Headers.Location!.AbsoluteUri;
        var whole = await _caller.SendAsync(HttpMethod.Get, there, null, null);
        var rest = await _caller.SendAsync(HttpMethod.Get, there, null, null, ("Range", "bytes=3-"));

        Assert.Equal((202, TimeSpan.FromSeconds(1)), (waits.Status, waits.Headers.RetryAfter!.Delta));
        Assert.Equal(302, leads.Status);
        Assert.NotEqual(_http.Server.HttpUrl.Host, leads.Headers.Location.Host);
        Assert.Equal((200, "Hello"), (whole.Status, Encoding.UTF8.GetString(whole.Body)));
        Assert.Equal((206, "lo"), (rest.Status, Encoding.UTF8.GetString(rest.Body)));
        Assert.Equal(400, (await _caller.GetAsync(there)).Status);
        Assert.Equal(416, (await _caller.SendAsync(HttpMethod.Get, there, null, null, ("Range", "bytes=5-"))).Status);
    }

    [Fact]
    public async Task Metadata_is_made_once_and_patched_whole_or_not_at_all()
    {
        var id = (string)(await _caller.UploadAsync("a.txt", [1])).Json["entries"]![0]!["id"]!;
        var path = $"{Files}/{id}/metadata/global/properties";
        Task<BoxCalled> PatchAsync(string body) => _caller.JsonAsync(HttpMethod.Put, path, body, "application/json-patch+json");

        Assert.Equal("instance_tuple_not_found", (await _caller.GetAsync(path)).Code);
        Assert.Equal(201, (await _caller.JsonAsync(HttpMethod.Post, path, """{"trackingId":"AB12CD"}""")).Status);
        Assert.Equal("tuple_already_exists", (await _caller.JsonAsync(HttpMethod.Post, path, """{"x":"y"}""")).Code);
        Assert.Equal("schema_validation_failed", (await _caller.JsonAsync(HttpMethod.Post, path, """{"x":1}""")).Code);
        Assert.Equal(400, (await PatchAsync("""[{"op":"add","path":"/a~1b","value":"1"},{"op":"replace","path":"/none","value":"2"}]""")).Status);
        Assert.Equal(200, (await PatchAsync("""[{"op":"test","path":"/trackingId","value":"AB12CD"},{"op":"add","path":"/a~1b","value":"1"}]""")).Status);
        Assert.Equal([("a/b", "1"), ("trackingId", "AB12CD")], Assert.Single(Box.Files).Properties.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Only_fields_that_are_asked_for_are_shown()
    {
        var id = (string)(await _caller.UploadAsync("a.txt", [1])).Json["entries"]![0]!["id"]!;

        var shown = (await _caller.GetAsync($"{Files}/{id}?fields=name,sha1,path_collection")).Json.AsObject();

        Assert.Equal(["etag", "id", "name", "path_collection", "sha1", "type"], shown.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["0", BoxCaller.Root], shown["path_collection"]!["entries"]!.AsArray().Select(folder => (string)folder!["id"]!));
    }

    [Fact]
    public async Task A_change_of_another_version_is_refused()
    {
        var id = (string)(await _caller.UploadAsync("a.txt", [1])).Json["entries"]![0]!["id"]!;

        Assert.Equal(200, (await _caller.JsonAsync(HttpMethod.Put, $"{Files}/{id}", """{"name":"b.txt"}""", headers: ("If-Match", "0"))).Status);
        Assert.Equal(412, (await _caller.JsonAsync(HttpMethod.Put, $"{Files}/{id}", """{"name":"c.txt"}""", headers: ("If-Match", "0"))).Status);
        Assert.Equal("b.txt", Assert.Single(Box.Files).Name);
    }

    private Task<BoxCalled> FolderAsync(string name) => _caller.JsonAsync(HttpMethod.Post, "/box/2.0/folders", $$$"""{"name":"{{{name}}}","parent":{"id":"{{{BoxCaller.Root}}}"}}""");

    private Task<BoxCalled> BeginAsync(string name, long bytes)
        => _caller.JsonAsync(HttpMethod.Post, Sessions, $$"""{"folder_id":"{{BoxCaller.Root}}","file_size":{{bytes}},"file_name":"{{name}}"}""");

    private Task<BoxCalled> CommitAsync(string path, string body, byte[] content) => _caller.JsonAsync(HttpMethod.Post, path, body, headers: ("Digest", BoxCaller.Digest(content)));

    private static string At(BoxCalled session, string endpoint) => (string)session.Json["session_endpoints"]![endpoint]!;
}
