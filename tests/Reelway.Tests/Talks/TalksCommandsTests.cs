using System.Diagnostics;
using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Talks;

/// <summary>The commands through the API of their own process, on a real store; nobody works, so runs stay queued.</summary>
public sealed class TalksCommandsTests : IDisposable
{
    private readonly CliRun _cli = Configured(new CliRun());

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_recording_is_submitted_once_and_its_run_is_durable()
    {
        _cli.With("Owls_ why_.mp4", "\0\0\0\u0018ftypmp42");
        var first = await _cli.RunAsync("talks", "submit", "Owls_ why_.mp4", "--json");
        Assert.Equal((ExitCode.Ok, ""), (first.ExitCode, first.Error));
        var run = first.Json.GetProperty("runs")[0];
        Assert.Equal(("Owls_ why_", true), (run.GetProperty("title").GetString(), run.GetProperty("created").GetBoolean()));

        var again = await _cli.RunAsync("talks", "submit", "Owls_ why_.mp4");
        Assert.Equal($"{run.GetProperty("id").GetString()}  Owls_ why_  (handed in before)\n", again.Out.ReplaceLineEndings("\n"));
        Assert.Contains(run.GetProperty("id").GetString()!, (await _cli.RunAsync("run", "list")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/dev/zero")]
    [InlineData("talks.csv")]
    [InlineData("link.mp4")]
    [InlineData("pipe.mp4")]
    [InlineData("empty.mp4")]
    [InlineData("key.mp4")]
    public async Task What_is_no_recording_is_not_taken_in_whatever_it_is_called(string file)
    {
        _cli.With("empty.mp4", "").With("key.mp4", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n");
        File.CreateSymbolicLink(Path.Combine(_cli.Folder, "link.mp4"), "/etc/passwd");
        using (var made = Process.Start("mkfifo", [Path.Combine(_cli.Folder, "pipe.mp4")]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var answer = await _cli.RunAsync("talks", "submit", file);

        Assert.Equal((ExitCode.Unusable, ""), (answer.ExitCode, answer.Out));
        Assert.Contains($"{Path.GetFileName(file)} is not a recording: name a file with video in it.", answer.Error, StringComparison.Ordinal);
        Assert.Contains("No runs.", (await _cli.RunAsync("run", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_submitted_from_a_file_in_the_form_of_old_notes()
    {
        _cli.With(
            "event.txt",
            """
            {'Records': [{'eventName': 'ObjectCreated:Put', 'eventVersion': '2.0', 's3': {'object': {'key': 'What+next%3F.mp4', 'eTag': 'e', 'sequencer': '01'},
            'bucket': {'name': 'hens'}}}, {'eventName': 'ObjectRemoved:Delete', 'eventVersion': '2.0', 's3': {'object': {'key': 'x'}, 'bucket': {'name': 'hens'}}}]}
            """);
        var answer = await _cli.RunAsync("talks", "submit", "--event", "event.txt");
        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Contains("What next?", answer.Out, StringComparison.Ordinal);
        Assert.Contains("ignored: ObjectRemoved:Delete of x: only new objects are taken in", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "Name either a recording, or an event", "talks", "submit")]
    [InlineData(ExitCode.Usage, "Name either a recording, or an event", "talks", "submit", "a.mp4", "--event", "b.json")]
    [InlineData(ExitCode.NotFound, "gone.mp4; name an existing recording", "talks", "submit", "gone.mp4")]
    [InlineData(ExitCode.NotFound, "gone.json; name the file that holds the event", "talks", "submit", "--event", "gone.json")]
    [InlineData(ExitCode.Unusable, "The event is not valid JSON", "talks", "submit", "--event", "people.csv")]
    [InlineData(ExitCode.NotFound, "There is no talk \"talk_x\"; ids look like talk_0000000000000", "talks", "show", "talk_x")]
    [InlineData(ExitCode.NotFound, "There is no talk", "talks", "release", "talk_0000000000000", "--yes")]
    [InlineData(ExitCode.Usage, "say yes with --yes", "talks", "release", "talk_0000000000000")]
    [InlineData(ExitCode.Usage, "Name either a title, or --all", "talks", "adopt")]
    [InlineData(ExitCode.Usage, "Name either a title, or --all", "talks", "adopt", "Owls", "--all")]
    [InlineData(ExitCode.Unusable, "no talk titled \"Cows\"; none of its titles is like that. Give the title", "talks", "adopt", "Cows")]
    [InlineData(ExitCode.Conflict, "\"Bees\", row 3, has no link", "talks", "adopt", "Bees")]
    [InlineData(ExitCode.Unusable, "cursor", "talks", "list", "--cursor", "nonsense")]
    [InlineData(ExitCode.Unusable, "\"limit\" must be a whole number from 1 to 200.", "talks", "list", "--limit", "0")]
    public async Task What_can_not_be_done_ends_with_a_sentence_and_its_exit_code(int exitCode, string sentence, params string[] args)
    {
        var answer = await _cli.RunAsync(args);
        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        Assert.Equal("", answer.Out);
    }

    [Fact]
    public async Task What_an_older_system_published_is_adopted_shown_and_let_go()
    {
        var adopted = await _cli.RunAsync("talks", "adopt", "owls_ WHY_", "--json");
        Assert.True(adopted.ExitCode == ExitCode.Ok, adopted.Error);
        var talk = adopted.Json.GetProperty("items")[0];
        var id = talk.GetProperty("id").GetString()!;
        Assert.Equal(("Owls: why?", "adopted", "https://old.test/1"), (talk.GetProperty("title").GetString(), talk.GetProperty("state").GetString(), talk.GetProperty("link").GetString()));

        var again = await _cli.RunAsync("talks", "adopt", "Owls: why?");
        Assert.Equal(ExitCode.Conflict, again.ExitCode);
        Assert.Contains($"known already: {id} is adopted", again.Error, StringComparison.Ordinal);
        Assert.Equal($"{id}\n", (await _cli.RunAsync("talks", "list", "--output", "ids")).Out.ReplaceLineEndings("\n"));
        Assert.Contains("https://old.test/1", (await _cli.RunAsync("talks", "show", id)).Out, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await _cli.RunAsync("talks", "release", id, "--yes")).ExitCode);
        Assert.Equal("No talks.\n", (await _cli.RunAsync("talks", "list")).Out.ReplaceLineEndings("\n"));
        Assert.Equal(ExitCode.Conflict, (await _cli.RunAsync("talks", "release", id, "--yes")).ExitCode);
    }

    [Fact]
    public async Task All_talks_with_a_link_are_adopted_and_the_list_is_paged()
    {
        var adopted = await _cli.RunAsync("talks", "adopt", "--all", "--json");
        Assert.Equal(["Owls: why?", "Ants"], adopted.Json.GetProperty("items").EnumerateArray().Select(talk => talk.GetProperty("title").GetString()));
        Assert.Contains("Nothing to adopt", (await _cli.RunAsync("talks", "adopt", "--all")).Out, StringComparison.Ordinal);

        var page = (await _cli.RunAsync("talks", "list", "--limit", "1", "--json")).Json;
        Assert.Equal("Ants", page.GetProperty("items")[0].GetProperty("title").GetString());
        Assert.True(page.GetProperty("hasMore").GetBoolean());
        var rest = (await _cli.RunAsync("talks", "list", "--limit", "1", "--cursor", page.GetProperty("nextCursor").GetString()!, "--json")).Json;
        Assert.Equal("Owls: why?", rest.GetProperty("items")[0].GetProperty("title").GetString());
        Assert.False(rest.GetProperty("hasMore").GetBoolean());
    }

    [Fact]
    public async Task Wrong_settings_stop_the_start_with_their_names()
    {
        _cli.With(
            "reelway.yaml",
            """
            intake:
              settle: -1s
            talks:
              ready_poll: 0s
              mentions: { Hens: none }
              stages: { Barn: { connection: x } }
            """);
        var answer = await _cli.RunAsync("config", "check");
        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("talks.stages.Barn.page", answer.Error, StringComparison.Ordinal);

        _cli.With("reelway.yaml", "talks:\n  ready_poll: 0s\n  fade: 1s\n");
        answer = await _cli.RunAsync("config", "check");
        Assert.Contains("talks.ready_poll (reelway.yaml:2): must be at least 1ms", answer.Error, StringComparison.Ordinal);

        // What settings say about each other is judged once each is right by itself.
        _cli.With("reelway.yaml", "talks:\n  mentions: { Hens: none }\n");
        answer = await _cli.RunAsync("config", "check");
        Assert.Contains("\"none\" of \"Hens\" is not a page's number", answer.Error, StringComparison.Ordinal);
    }

    private static CliRun Configured(CliRun cli) => cli
        .With("reelway.yaml", "talks:\n  sheet: talks.csv\n  speakers: people.csv\n")
        .With("people.csv", TalksHarness.People)
        .With("talks.csv", TalksHarness.Header + "Owls: why?,,,Barn,,,https://old.test/1\nBees,,,Barn,,,\nAnts,,,Barn,,,https://old.test/2\n");
}
