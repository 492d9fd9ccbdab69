using Reelway.Frame.Cli;
using Reelway.Incoming;
using Reelway.Storage.Sqlite;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Incoming;

/// <summary>The commands through the real program and its API, on what a listener has left in the store.</summary>
public sealed class IncomingCommandsTests : IDisposable
{
    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IncomingCommandsTests() => _cli.With("reelway.yaml", $$"""
        public: { url: "https://hooks.example.org" }
        webhook:
          receivers:
            news: { secrets: [{{PublicSite.Secret}}] }
        """);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task What_came_in_is_listed_shown_without_secrets_and_taken_again()
    {
        Assert.Contains("https://hooks.example.org/webhooks/news", (await _cli.RunAsync("incoming", "receivers")).Out, StringComparison.Ordinal);
        await using (var database = SqliteDatabase.Open(Path.Combine(_cli.DataDirectory, "reelway.db"), clock: TimeProvider.System))
        {
            var store = new IncomingStore(database, starts: null!);
            await store.AddAsync(new IncomingRow(77, "news", "msg_1", database.NowMs, "203.0.113.7", "application/json", $$"""{"kept":"{{PublicSite.Secret}}"}""", IsBase64: false, DeliveryIn.Taken, "Announced."), Cancellation);
            await store.AddAsync(new IncomingRow(78, "gone", "msg_1", database.NowMs, "203.0.113.7", "", "", IsBase64: false, DeliveryIn.PassedBy, "Of no concern."), Cancellation);
            await store.AddRefusalsAsync([new RefusalRow(database.NowMs, "198.51.100.9", "news", "No signature fits.", 401, 3, database.NowMs, database.NowMs)], Cancellation);
        }

        var listed = await _cli.RunAsync("incoming", "list", "--receiver", "news", "--json");
        var id = Assert.Single(listed.Json.GetProperty("items").EnumerateArray()).Text("id")!;
        var shown = await _cli.RunAsync("incoming", "show", id);
        var replayed = await _cli.RunAsync("incoming", "replay", id, "--yes", "--json");
        var twice = await _cli.RunAsync("incoming", "replay", id, "--yes");
        var events = await _cli.RunAsync("events", "list", "--type", "webhook.received", "--json");
        var nobodys = await _cli.RunAsync("incoming", "replay", new IncomingId(78).ToString(), "--yes");

        Assert.DoesNotContain(PublicSite.Secret, shown.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, "Announced as webhook.received."), (replayed.ExitCode, replayed.Json.Text("sentence")));
        Assert.Equal((ExitCode.Ok, 2), (twice.ExitCode, events.Json.GetProperty("items").GetArrayLength()));
        Assert.Contains("Nothing is declared by the name gone any more", nobodys.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await _cli.RunAsync("incoming", "show", "in_0000000000000")).ExitCode);
        Assert.Contains("198.51.100.9", (await _cli.RunAsync("incoming", "refusals")).Out, StringComparison.Ordinal);
    }
}
