using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Talks;

/// <summary><c>talks submit/list/show/assign/adopt/accept/release/source</c>: what the API says and does about talks.</summary>
internal static class TalksCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("talks", "Talks: recordings that go to their pages.",
        Submit(cli),
        cli.List(TalksApi.List, "list", "Lists talks, newest first.", "reelway talks list\nreelway talks list --output ids", (people, page) => Listed(people, page, "No talks.")),
        cli.Verb(TalksApi.Get, "show", "Shows a talk.", "reelway talks show talk_06agn9k2w4008", [Id()], Shown),
        Assign(cli),
        Adopt(cli),
        cli.Verb(TalksApi.Accept, "accept", "Publishes a talk as its row has it, when its run asks whether these times are meant.", "reelway talks accept talk_06agn9k2w4008", [Id()],
            (people, talk) => people.Line($"The talk is published as it is; its run goes on: {ShellCommand.Reelway("run show", talk.Text("run") ?? "")}")),
        Release(cli),
        TalkSourceCommands.Create(cli));

    private static Command Submit(CliContext cli)
    {
        var file = new Argument<string?>("file") { Description = "The recording; its name says which talk it shows.", Arity = ArgumentArity.ZeroOrOne };
        var notice = new Option<string?>("--event") { Description = "File with an event of S3 instead; - reads it from standard input.", HelpName = "FILE" };
        return cli.Verb("submit", "Hands in a recording, or an event that announces some.",
            "reelway talks submit \"recordings/Owls_ why_.mp4\"\nreelway talks submit --event event.json", [file, notice], async call =>
            {
                var body = (call.Optional(file), call.Value(notice)) switch
                {
                    ({ } path, null) => new SubmitRequest(call.FullPath(path), Event: null),
                    (null, { } path) => new SubmitRequest(File: null, await NamedInput.ReadAsync(call, path, "the event")),
                    _ => throw new CliException(ExitCode.Usage, "Name either a recording, or an event with --event FILE."),
                };
                var answer = await call.AskAsync(TalksApi.Submit, body);
                call.Show(answer, Submitted);
                return answer.List("unreadable").Any() ? ExitCode.Partial : ExitCode.Ok;
            });
    }

    private static Command Assign(CliContext cli)
    {
        var run = new Argument<string>("run") { Description = "The run that asks: run_…" };
        var title = new Argument<string>("title") { Description = "The talk's title in the sheet." };
        return cli.Verb("assign", "Says which talk the recording of a run shows, and lets the run go on.", "reelway talks assign run_06agn9k2w3zzg \"Owls: why?\"", [run, title],
            call => call.ShowAsync(TalksApi.Assign, new AssignRequest(call.Value(run), call.Value(title)), (people, assigned) => people.Line(
                $"The recording shows \"{assigned.Text("title")}\". {assigned.Text("sentence")}")));
    }

    private static Command Adopt(CliContext cli)
    {
        var title = new Argument<string?>("title") { Description = "The talk's title in the sheet.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All talks of the sheet that have a link." };
        return cli.Verb("adopt", "Takes over what an older system published: talks whose link is in the sheet.",
            "reelway talks adopt \"Owls: why?\"\nreelway talks adopt --all", [title, all], call => (call.Optional(title) is null) == call.Value(all)
                ? call.ShowAsync(TalksApi.Adopt, new AdoptRequest(call.Optional(title), call.Value(all) ? true : null), (people, adopted) => Listed(
                    people, adopted, "Nothing to adopt: no talk has a link that is not known already."))
                : throw new CliException(ExitCode.Usage, "Name either a title, or --all."));
    }

    private static Command Release(CliContext cli)
    {
        var id = Id();
        return cli.Verb("release", "Lets a talk go, so that another recording of it can be published.", "reelway talks release talk_06agn9k2w4008 --yes", [id],
            call => call.WhenConfirmedAsync(
                $"Let {call.Value(id)} go? A recording of it would be published again; remove the old video and its link first.",
                () => call.ShowAsync(TalksApi.Release, Shown, call.Value(id))));
    }

    private static void Submitted(CliText text, JsonElement answer)
    {
        foreach (var run in answer.List("runs"))
        {
            text.Line($"{run.Text("id")}  {run.Text("title")}{(run.Text("created") == bool.FalseString ? "  (handed in before)" : "")}");
        }

        foreach (var ignored in answer.List("ignored"))
        {
            text.Line($"ignored: {ignored.GetString()}");
        }

        foreach (var unreadable in answer.List("unreadable"))
        {
            text.Line($"not taken in: {unreadable.GetString()}");
        }
    }

    private static void Listed(CliText text, JsonElement page, string none) => text.List(
        page, none, ["id", "state", "stage", "title", "link"], talk => [talk.Text("id"), talk.Text("state"), talk.Text("stage"), talk.Text("title"), talk.Text("link")]);

    private static void Shown(CliText text, JsonElement talk) => text.Pairs(
        ("talk", talk.Text("id")), ("title", talk.Text("title")), ("state", talk.Text("state")), ("run", talk.Text("run")), ("stage", talk.Text("stage")),
        ("link", talk.Text("link")), ("page", talk.Text("pageId")), ("video", talk.Text("videoId")), ("file", talk.Text("file")),
        ("poster", Picture(talk, "poster")), ("frames", Picture(talk, "strip")),
        ("length", talk.Duration("durationMs")), ("sha256", talk.Text("sha256")), ("recording", talk.Text("recording")),
        ("claimed", talk.Time("claimedAt")), ("published", talk.Time("publishedAt")), ("let go", talk.Time("releasedAt")));

    private static string? Picture(JsonElement talk, string kind)
        => talk.TryGetProperty(kind, out var picture) && picture.ValueKind == JsonValueKind.Object ? picture.Text("file") : null;

    private static Argument<string> Id() => new("id") { Description = "The talk's id: talk_…" };
}
