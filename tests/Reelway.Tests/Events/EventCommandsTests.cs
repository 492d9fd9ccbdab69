using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Cli;
using Reelway.Storage.Sqlite;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Events;

/// <summary>The commands through the real program and its API on a store of its own.</summary>
public sealed class EventCommandsTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Events_are_listed_shown_and_brought_to_a_subscriber_again_and_one_that_is_gone_can_be_forgotten()
    {
        Assert.Equal("No events.\n", (await _cli.RunAsync("events", "list")).Out.ReplaceLineEndings("\n"));
        await RecordAsync();

        var listed = await _cli.RunAsync("events", "list", "--json");
        var filtered = await _cli.RunAsync("events", "list", "--type", "talk.released");
        var shown = await _cli.RunAsync("events", "show", "1");
        var subscribers = await _cli.RunAsync("events", "subscribers", "--json");
        var replayed = await _cli.RunAsync("events", "replay", "posts.announce", "--after", "0", "--json");
        var unknown = await _cli.RunAsync("events", "replay", "nobody", "--after", "0");
        var forgotten = await _cli.RunAsync("events", "forget", "posts.announce", "--yes");
        var after = await _cli.RunAsync("events", "subscribers");

        Assert.Equal("talk.published", listed.Json.GetProperty("items")[0].Text("type"));
        Assert.Equal("No events.\n", filtered.Out.ReplaceLineEndings("\n"));
        Assert.Contains("Owls at Night", shown.Out, StringComparison.Ordinal);
        Assert.Equal(("posts.announce", false), (subscribers.Json.GetProperty("items")[0].Text("name"), subscribers.Json.GetProperty("items")[0].GetProperty("current").GetBoolean()));
        Assert.Equal(1, replayed.Json.GetProperty("ahead").GetInt32());
        Assert.Equal((ExitCode.NotFound, ExitCode.Ok), (unknown.ExitCode, forgotten.ExitCode));
        Assert.Equal("Nobody gets events.\n", after.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Types_are_listed_with_schemas_and_examples_and_an_unknown_one_is_refused_with_those_that_there_are()
    {
        var types = await _cli.RunAsync("events", "types", "--json");
        var refused = await _cli.RunAsync("events", "list", "--type", "talk.sung");
        var missing = await _cli.RunAsync("events", "show", "soon");

        Assert.Equal(EventType.All.Select(type => type.Name), types.Json.GetProperty("items").EnumerateArray().Select(type => type.Text("name")));
        Assert.All(types.Json.GetProperty("items").EnumerateArray(), type => Assert.Empty(EventSchema.Problems(
            System.Text.Json.Nodes.JsonNode.Parse(type.GetProperty("schema").GetRawText())!, type.GetProperty("example"), type.Text("name")!)));
        Assert.Contains("must be one of talk.published, talk.failed", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, missing.ExitCode);
    }

    // As a program that had the subscriber left it behind.
    private async Task RecordAsync()
    {
        await using var database = SqliteDatabase.Open(Path.Combine(_cli.DataDirectory, "reelway.db"), clock: TimeProvider.System);
        await database.WriteAsync(
            async session =>
            {
                await EventStore.AddCursorAsync(session, "posts.announce");
                await EventStore.RecordAsync(session, TalkPublished.Example, "1", DateTimeOffset.UnixEpoch);
                return true;
            },
            TestContext.Current.CancellationToken);
    }
}
