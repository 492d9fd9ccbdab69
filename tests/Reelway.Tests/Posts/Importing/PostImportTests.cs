using System.Globalization;
using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Posts.Importing;

/// <summary><c>posts import</c> through the real program on a store of its own.</summary>
public sealed class PostImportTests : IAsyncLifetime
{
    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    private static DateTimeOffset Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1);

    private static string TomorrowText => Tomorrow.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _cli.With("reelway.yaml", $$"""
            posts:
              accounts:
                conference: { platform: twitter, connection: x }
            connections:
              x: { connector: x, url: {{_sandbox.HttpUrl}}x, api_key: a, api_key_secret: b, access_token: c, access_token_secret: d }
              aws:
                connector: aws
                region: eu-west-1
                access_key: AKIASANDBOX000000042
                secret_key: sandbox/secret+access/key
                scheduler_url: {{_sandbox.HttpUrl}}scheduler/
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Each_row_of_a_file_is_reported_and_the_same_file_again_changes_nothing()
    {
        _cli.With("posts.csv", $"""
            message,platform,scheduledDate,referenceNumber
            Owls at night,twitter,{TomorrowText},owls-1
            Bees,Twitter,{TomorrowText},bees-1
            Hens,twitter,{TomorrowText},
            """);

        var dry = await _cli.RunAsync("posts", "import", "posts.csv", "--dry-run", "--json");
        var none = await _cli.RunAsync("posts", "list", "--json");
        var first = await _cli.RunAsync("posts", "import", "posts.csv", "--json");
        var again = await _cli.RunAsync("posts", "import", "posts.csv");
        var listed = await _cli.RunAsync("posts", "list", "--json");

        Assert.Equal((ExitCode.Failed, ExitCode.Failed, ExitCode.Failed), (dry.ExitCode, first.ExitCode, again.ExitCode));
        Assert.Equal(["2 good", "3 refused", "4 good"], Rows(dry));
        Assert.Empty(none.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(["2 scheduled", "3 refused", "4 scheduled"], Rows(first));
        Assert.Contains("unchanged", again.Out, StringComparison.Ordinal);
        Assert.Contains("3 rows, 1 of them refused.", again.Out, StringComparison.Ordinal);
        Assert.Equal(["Hens", "Owls at night"], listed.Json.GetProperty("items").EnumerateArray().Select(post => post.Text("message")).Order());
    }

    [Fact]
    public async Task What_is_no_such_file_is_refused_whole()
    {
        _cli.With("other.csv", "owls,bees\n1,2\n");

        var unknown = await _cli.RunAsync("posts", "import", "other.csv");
        var missing = await _cli.RunAsync("posts", "import", "none.csv");
        var nothing = await _cli.RunAsync("posts", "import");
        var both = await _cli.RunAsync("posts", "import", "other.csv", "--eventbridge-schedules", "default");

        Assert.Equal(ExitCode.Unusable, unknown.ExitCode);
        Assert.Contains("\"owls\" is not known", unknown.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Ok, missing.ExitCode);
        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (nothing.ExitCode, both.ExitCode));
    }

    [Fact]
    public async Task Schedules_are_taken_over_page_by_page_and_each_is_reported()
    {
        _sandbox.Scheduler.CreateGroup("social-posts");
        for (var number = 0; number < 23; number++)
        {
            _sandbox.Scheduler.Create("social-posts", $"owl-{number:00}", Tomorrow, $$"""{"message":"Owl number {{number}}","platform":"twitter"}""", windowMinutes: 8);
        }

        _sandbox.Scheduler.Create("social-posts", "sent", Tomorrow.AddDays(-3), """{"message":"Old"}""");
        _sandbox.Scheduler.Create("default", "elsewhere", Tomorrow, """{"message":"Other"}""");

        var dry = await _cli.RunAsync("posts", "import", "--eventbridge-schedules", "social-posts", "--dry-run");
        var enabled = _sandbox.Scheduler.Schedules.Count(one => one.State == "ENABLED");
        var taken = await _cli.RunAsync("posts", "import", "--eventbridge-schedules", "social-posts", "--json");
        var listed = await _cli.RunAsync("posts", "list", "--limit", "100", "--json");

        Assert.Equal(ExitCode.Ok, dry.ExitCode);
        Assert.Contains("24 schedules, 23 would be taken over, 0 to look after.", dry.Out, StringComparison.Ordinal);
        Assert.Equal(25, enabled);
        Assert.Equal(ExitCode.Ok, taken.ExitCode);
        Assert.Equal([("fired", 1), ("taken", 23)], taken.Json.GetProperty("schedules").EnumerateArray().GroupBy(one => one.Text("outcome")!).Select(same => (same.Key, same.Count())).OrderBy(same => same.Key));
        Assert.Equal(["elsewhere", "sent"], _sandbox.Scheduler.Schedules.Where(one => one.State == "ENABLED").Select(one => one.Name));
        Assert.Equal(23, listed.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_group_or_a_connection_that_is_not_there_is_named()
    {
        var group = await _cli.RunAsync("posts", "import", "--eventbridge-schedules", "none");
        var connection = await _cli.RunAsync("posts", "import", "--eventbridge-schedules", "default", "--aws", "x");

        Assert.Contains("Schedule group none does not exist", group.Error, StringComparison.Ordinal);
        Assert.Contains("There is no connection \"x\" of the connector aws", connection.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_is_shown_by_its_id_and_by_its_reference_and_a_preview_counts_as_its_network_does()
    {
        var asked = await _cli.RunAsync("posts", "schedule", "--platform", "twitter", "--message", "Owls", "--at", TomorrowText, "--reference", "owls & co", "--json");
        var id = asked.Json.GetProperty("post").Text("id")!;

        var byReference = await _cli.RunAsync("posts", "show", "owls & co", "--json");
        var byId = await _cli.RunAsync("posts", "show", id);
        var none = await _cli.RunAsync("posts", "show", "bees");
        var preview = await _cli.RunAsync("posts", "preview", "--platform", "twitter", "--message", "https://example.org/owls", "--at", TomorrowText);

        Assert.Equal(id, Assert.Single(byReference.Json.GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Contains("owls & co", byId.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, none.ExitCode);
        Assert.Contains("23 of 280", preview.Out, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(CliAnswer answer)
        => answer.Json.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("line").GetInt32()} {row.Text("outcome")}");
}
