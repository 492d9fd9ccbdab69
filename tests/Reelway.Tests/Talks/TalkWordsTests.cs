using System.Text.Json;
using Reelway.Engine;
using Reelway.Runs;
using Reelway.Talks;
using Reelway.Tests.Runs;

namespace Reelway.Tests.Talks;

public sealed class TalkWordsTests
{
    private static readonly RunFaces Faces = new(new ScriptedRuns(), [TalkWords.Publishing], []);

    [Fact]
    public async Task Every_step_that_a_run_has_ever_had_is_called_by_words()
    {
        var files = Directory.GetFiles(CommittedFile.PathOf("tests", "Reelway.Tests", "Journals"), "talks.publish.*.json");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var journal = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            names.UnionWith(journal.RootElement.GetProperty("steps").EnumerateArray()
                .Where(step => step.GetProperty("kind").GetString() is not ("Change" or "Marker")).Select(step => step.GetProperty("name").GetString()!));
        }

        Assert.True(names.Count > 10);
        Assert.All(names, name => Assert.NotEqual(name, Faces.StepTitle(PublishTalk.Flow, name)));
    }

    [Theory]
    [InlineData("mail:ada@example.org", "Mail to ada@example.org")]
    [InlineData("mail:", "Mail to")]
    [InlineData("mailbox", "mailbox")]
    [InlineData("new:step", "new:step")]
    public void A_name_without_words_stands_for_itself(string name, string title) => Assert.Equal(title, Faces.StepTitle(PublishTalk.Flow, name));

    [Fact]
    public void A_talk_that_was_published_before_has_the_link_from_there()
    {
        var run = SampleRuns.Run(1, RunState.Succeeded, steps:
        [
            SampleRuns.Step("find", StepState.Succeeded) with { Output = JsonElement.Parse("""{"title":"Owls: why?","row":2}""") },
            SampleRuns.Step("claim", StepState.Succeeded) with { Output = JsonElement.Parse("""{"talk":"talk_0000000000001","alreadyAt":"https://video.example/v/1"}""") },
        ]);

        Assert.Equal(new RunFace("Owls: why?", new Uri("https://video.example/v/1")), Faces.Of(run));
    }

    [Fact]
    public void A_run_that_knows_nothing_yet_is_called_by_its_file()
    {
        var run = SampleRuns.Run(1, RunState.Running, "file:///recordings/Owls.mp4");

        Assert.Equal("Owls", RunFaces.Title(run.Summary, Faces.Of(run)));
    }
}
