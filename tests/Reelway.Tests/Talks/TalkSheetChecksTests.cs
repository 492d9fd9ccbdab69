using System.Text.Json;
using Reelway.Tests.Hosting.Cli;
using Reelway.Tests.Talks.Sheets;

namespace Reelway.Tests.Talks;

public sealed class TalkSheetChecksTests(GoogleSandboxFixture google) : IClassFixture<GoogleSandboxFixture>
{
    [Fact]
    public async Task Doctor_opens_both_sheets_and_names_a_missing_column()
    {
        var made = google.Sandbox.Google.Create("WS 16: Speakers", [["Title", "Start", "End", "Stage", "Speakers", "Description"], ["Owls"]]);
        using var cli = new CliRun()
            .With("key.json", google.Sandbox.Google.KeyFile(google.Sandbox.HttpUrl))
            .With(".env", "GOOGLE_KEY_FILE=key.json\n")
            .With("people.csv", "First name,Last name,Mail\nAda,Example,ada@example.test\n")
            .With("reelway.yaml", $$"""
                connections:
                  google: {connector: google, key: "${GOOGLE_KEY}", sheets_url: "{{google.Sandbox.HttpUrl}}google", drive_url: "{{google.Sandbox.HttpUrl}}google"}
                talks: {sheet: "google:WS 16: Speakers", speakers: people.csv}
                """);

        var before = await ChecksAsync(cli);
        made.Type(1, 7, "Link");
        made.Type(2, 7, "https://x.test/1");
        var after = await ChecksAsync(cli);

        Assert.Equal("fail", State(before["talks.sheet"]));
        Assert.Contains("WS 16: Speakers has no column \"Link\"", before["talks.sheet"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(("ok", "ok"), (State(before["talks.speakers"]), State(after["talks.sheet"])));
        Assert.Equal("WS 16: Speakers has 1 talks, 1 of them with a link.", after["talks.sheet"].GetProperty("detail").GetString());
        Assert.Equal("ok", State(after["connection google"]));
    }

    private static async Task<Dictionary<string, JsonElement>> ChecksAsync(CliRun cli)
        => (await cli.RunAsync("doctor", "--json")).Json.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);

    private static string? State(JsonElement check) => check.GetProperty("state").GetString();
}
