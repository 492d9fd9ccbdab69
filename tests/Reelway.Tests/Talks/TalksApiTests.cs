using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting;
using Reelway.Hosting.Cli;
using Reelway.Hosting.Server;
using Reelway.Library;
using Reelway.Talks;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Talks;

public sealed class TalksApiTests : IDisposable
{
    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("/api/v1/talks", "{}", HttpStatusCode.BadRequest, "invalid-request", "/body")]
    [InlineData("/api/v1/talks", """{"file":"/a.mp4","event":"{}"}""", HttpStatusCode.BadRequest, "invalid-request", "/body")]
    [InlineData("/api/v1/talks", """{"file":"a.mp4"}""", HttpStatusCode.BadRequest, "invalid-request", "/body/file")]
    [InlineData("/api/v1/talks", """{"file":"/a\u0000.mp4"}""", HttpStatusCode.BadRequest, "invalid-request", "/body/file")]
    [InlineData("/api/v1/talks", """{"file":7}""", HttpStatusCode.BadRequest, "invalid-request", null)]
    [InlineData("/api/v1/talks", """{"path":"/a.mp4"}""", HttpStatusCode.BadRequest, "invalid-request", null)]
    [InlineData("/api/v1/talks", "no json", HttpStatusCode.BadRequest, "invalid-request", null)]
    [InlineData("/api/v1/talks", """{"file":"/gone/a.mp4"}""", HttpStatusCode.NotFound, "file-not-found", null)]
    [InlineData("/api/v1/talks", """{"file":"/tmp"}""", HttpStatusCode.NotFound, "file-not-found", null)]
    [InlineData("/api/v1/talks", """{"event":"{'Records': ["}""", HttpStatusCode.UnprocessableEntity, "event-unreadable", null)]
    [InlineData("/api/v1/talks", """{"event":""}""", HttpStatusCode.UnprocessableEntity, "event-unreadable", null)]
    [InlineData("/api/v1/talks", """{"event":"{\"Records\": null}"}""", HttpStatusCode.UnprocessableEntity, "event-unreadable", null)]
    [InlineData("/api/v1/talks/adopt", "{}", HttpStatusCode.BadRequest, "invalid-request", "/body")]
    [InlineData("/api/v1/talks/adopt", """{"title":"a\nb"}""", HttpStatusCode.BadRequest, "invalid-request", "/body/title")]
    [InlineData("/api/v1/talks/adopt", """{"title":"Owls"}""", HttpStatusCode.UnprocessableEntity, "sheet-unusable", null)]
    [InlineData("/api/v1/talks/talk_0000000000000/accept", "", HttpStatusCode.NotFound, "talk-not-found", null)]
    [InlineData("/api/v1/talks/assign", "{}", HttpStatusCode.BadRequest, "invalid-request", "/body/title")]
    [InlineData("/api/v1/talks/assign", """{"run":"run_0000000000000","title":"Owls"}""", HttpStatusCode.NotFound, "run-not-found", null)]
    [InlineData("/api/v1/talks/assign", """{"run":"x","title":"Owls"}""", HttpStatusCode.NotFound, "run-not-found", null)]
    [InlineData("/api/v1/talks/talk_0000000000000/release", "", HttpStatusCode.NotFound, "talk-not-found", null)]
    public async Task What_is_wrong_is_answered_with_a_problem_that_points_at_it(
        string path, string body, HttpStatusCode status, string code, string? part)
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        using var answer = await client.PostTextAsync(path, body, Cancellation);
        var problem = await answer.ReadProblemAsync(status, code, Cancellation);
        if (part is not null)
        {
            Assert.Equal(part, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        }
    }

    [Fact]
    public async Task Over_the_api_recordings_come_from_the_folders_that_are_meant_for_it_and_links_lead_nowhere_else()
    {
        foreach (var folder in new[] { "in", "inside", "shelf/2026", "elsewhere" })
        {
            Directory.CreateDirectory(Path.Combine(_cli.Folder, folder));
        }

        foreach (var recording in new[] { "in/Owls.mp4", "inside/Owls.mp4", "shelf/2026/Owls.mp4", "shelf/Owls.mp4", "elsewhere/Owls.mp4", "Owls.mp4" })
        {
            _cli.With(recording, "\0\0\0\u0018ftypmp42");
        }

        Link("in/link.mp4", "../Owls.mp4");
        Link("in/folder", "../elsewhere");
        // ".." after a link leads on from where the link leads to, and not back to where it lies.
        Link("in/beyond.mp4", "folder/../Owls.mp4");
        Link("in/up", "..");
        Link("in/round", "round");
        Link("elsewhere/to-shelf", Path.Combine(_cli.Folder, "shelf"));
        _cli.With("reelway.yaml", "intake: {folder: in, allow: [shelf]}\nserver: {urls: [\"http://127.0.0.1:0\"], api_key: a-key-of-enough-characters}\n");
        await using var server = await StartAsync(ReelwayMode.Serve);
        using var client = Client(server);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a-key-of-enough-characters");
        foreach (var place in new[] { "in/Owls.mp4", "shelf/2026/Owls.mp4", "in/../shelf/Owls.mp4", "elsewhere/to-shelf/Owls.mp4" })
        {
            using var taken = await client.PostTextAsync("/api/v1/talks", BodyOf(place), Cancellation);
            Assert.True(taken.StatusCode == HttpStatusCode.OK, place);
        }

        foreach (var place in new[] { "Owls.mp4", "inside/Owls.mp4", "in/../Owls.mp4", "in/link.mp4", "in/beyond.mp4", "in/folder/Owls.mp4", "in/up/Owls.mp4", "in/round", "gone.mp4", "/etc/shadow", "/proc/self/environ" })
        {
            using var refused = await client.PostTextAsync("/api/v1/talks", BodyOf(place), Cancellation);
            await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "file-not-allowed", Cancellation);
            var input = new { Recording = FileUri.Of(Path.Combine(_cli.Folder, place)), title = "Owls", version = "1" };
            using var started = await client.PostTextAsync("/api/v1/runs", JsonSerializer.Serialize(new { flow = PublishTalk.Flow, input }), Cancellation);
            await started.ReadProblemAsync(HttpStatusCode.Forbidden, "run-input-not-allowed", Cancellation);
        }

        string BodyOf(string place) => JsonSerializer.Serialize(new { file = Path.Combine(_cli.Folder, place) });

        void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_cli.Folder, name), target);
    }

    [Fact]
    public async Task The_operations_are_described_with_examples()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        var paths = (await client.GetJsonAsync("/openapi/v1.json", Cancellation)).GetProperty("paths");
        Assert.Equal(
            [
                "/api/v1/talks", "/api/v1/talks/adopt", "/api/v1/talks/assign", "/api/v1/talks/pages", "/api/v1/talks/pages/keys/export", "/api/v1/talks/pages/keys/import", "/api/v1/talks/pages/search",
                "/api/v1/talks/{id}", "/api/v1/talks/{id}/accept", "/api/v1/talks/{id}/poster", "/api/v1/talks/{id}/release", "/api/v1/talks/{id}/strip",
            ],
            paths.EnumerateObject().Select(path => path.Name).Where(name => name.StartsWith("/api/v1/talks", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var submit = paths.GetProperty("/api/v1/talks").GetProperty("post");
        Assert.Equal("submitTalk", submit.GetProperty("operationId").GetString());
        Assert.True(submit.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _));
    }

    private static HttpClient Client(ReelwayServer server)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        return client;
    }

    private async Task<ReelwayServer> StartAsync(ReelwayMode mode = ReelwayMode.Command)
    {
        using var stop = new StopRequests();
        var surroundings = _cli.Surroundings(stop, TextWriter.Null, TextWriter.Null);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_cli.Folder, _cli.Variables, null, null));
        var taken = DataDirectory.TryTake(settings.Get<DataOptions>().Directory) ?? throw new InvalidOperationException("The data directory is held.");
        return await DataDirectory.OpenAsync(settings, mode, taken, surroundings, Cancellation);
    }
}
