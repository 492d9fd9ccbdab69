using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;
using SandboxPage = Reelway.Sandbox.Facebook.SandboxPage;

namespace Reelway.Tests.Talks;

/// <summary>Pages, pages to mention and the old bot's keys through the real program, against the stand-in.</summary>
public sealed class PageCommandsTests : IAsyncLifetime
{
    private readonly FacebookSandboxOptions _world = new();
    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    private SandboxPage Harbour => _world.Pages[0];

    private SandboxPage Lantern => _world.Pages[1];

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _world }, TestContext.Current.CancellationToken);
        Configure($"access_token: {_world.UserToken}");
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Pages_are_listed_with_what_goes_to_them_and_searched_for_mentions()
    {
        var list = await _cli.RunAsync("connections", "facebook", "pages", "--json");
        var found = await _cli.RunAsync("connections", "facebook", "pages", "--search", "workshop");
        var nobody = await _cli.RunAsync("connections", "facebook", "pages", "--search", "nobody at all");

        var items = list.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(_world.Pages.Select(page => page.Id), items.Select(item => item.Text("id")));
        Assert.Equal(["stage Barn", "stage Yard & Field"], Talks(items[0]));
        Assert.Equal(["kind Q&A", "all others"], Talks(items[1]));
        Assert.Equal("stage Attic", Assert.Single(list.Json.GetProperty("unplaced").EnumerateArray()).Text("talks"));
        Assert.Contains("atticstage", list.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EAA", list.Out + list.Error, StringComparison.Ordinal);
        Assert.Contains(_world.Pages[2].Id, found.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, nobody.ExitCode);
    }

    [Fact]
    public async Task Keys_are_exported_for_their_owner_alone_and_never_over_another_file()
    {
        var first = await _cli.RunAsync("connections", "export", "facebook", "--access-keys", "keys.json");
        var again = await _cli.RunAsync("connections", "export", "facebook", "--access-keys", "keys.json");
        var file = Path.Combine(_cli.Folder, "keys.json");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        var forced = await _cli.RunAsync("connections", "export", "facebook", "--access-keys", "keys.json", "--force");

        // Of one stage the page is not found.
        Assert.Equal((ExitCode.Partial, ExitCode.Conflict, ExitCode.Partial), (first.ExitCode, again.ExitCode, forced.ExitCode));
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        using var keys = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["Barn", "Yard & Field"], keys.RootElement.EnumerateObject().Select(stage => stage.Name));
        Assert.Equal([Harbour.Id, Harbour.Token], keys.RootElement.GetProperty("Barn").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(["keys.json"], Directory.EnumerateFiles(_cli.Folder, "keys*").Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.DoesNotContain("EAA", first.Out + first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_the_old_bot_are_taken_over_in_all_their_shapes()
    {
        Configure("app_id: \"1\"");
        _cli.With("keys.json", $$"""
            {"Barn": ["{{Harbour.Id}}", "{{Harbour.Token}}"], "Yard & Field": [{{Harbour.Id}}, "{{Harbour.Token}}"],
             "Cellar": {"page_id": "{{_world.Pages[3].Id}}", "access_token": "{{_world.Pages[3].Token}}"}, "Dead": ["{{Lantern.Id}}", "EAAdeadToken"]}
            """);

        var taken = await _cli.RunAsync("connections", "import", "facebook", "--access-keys", "keys.json");
        var list = await _cli.RunAsync("connections", "facebook", "pages", "--json");

        Assert.Equal(ExitCode.Partial, taken.ExitCode);
        Assert.Contains("Tokens of 2 pages are kept.", taken.Out, StringComparison.Ordinal);
        Assert.Contains($"The token of page {Lantern.Id} is left out", taken.Out, StringComparison.Ordinal);
        Assert.Contains($"\"Cellar\": {{page: \"{_world.Pages[3].Id}\"}}", taken.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Barn\"", taken.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("EAA", taken.Out + taken.Error, StringComparison.Ordinal);
        Assert.Equal([Harbour.Id, _world.Pages[3].Id], list.Json.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("canPublish").GetBoolean()).Select(item => item.Text("id")));
    }

    [Theory]
    [InlineData("[]", "must hold an object")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("""{"Barn": ["175000000000101"]}""", "stage \"Barn\" has no token")]
    [InlineData("""{"Barn": ["harbourstage", "EAAtoken"]}""", "stage \"Barn\" has no page's id")]
    [InlineData("""{"Barn": ["175000000000101", ""]}""", "stage \"Barn\" has no token")]
    [InlineData("""{"Barn": {"page_id": "175000000000101"}}""", "stage \"Barn\" has no token")]
    public async Task A_file_that_holds_no_keys_is_refused_with_its_place(string text, string sentence)
    {
        _cli.With("keys.json", text);

        var refused = await _cli.RunAsync("connections", "import", "facebook", "--access-keys", "keys.json");

        Assert.Equal(ExitCode.Unusable, refused.ExitCode);
        Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
    }

    private void Configure(string login) => _cli.With("reelway.yaml", $$"""
        connections:
          facebook:
            connector: facebook
            graph_url: {{_sandbox.HttpUrl}}facebook/graph
            video_url: {{_sandbox.HttpUrl}}facebook/graph-video
            {{login}}
        talks:
          default_page: {{Lantern.Id}}
          stages:
            Barn: {page: "https://www.facebook.com/harbourstage/?ref=x"}
            Yard & Field: {page: HarbourStage}
            Attic: {page: atticstage}
          kinds:
            Q&A: {page: lanternstage}
        """);

    private static IEnumerable<string?> Talks(JsonElement page) => page.GetProperty("talks").EnumerateArray().Select(talks => talks.GetString());
}
