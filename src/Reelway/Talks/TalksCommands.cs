using System.CommandLine;
using System.Text;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Media;
using Reelway.Runs.Commands;

namespace Reelway.Talks;

/// <summary><c>talks submit/list/show/assign/adopt/accept/release/source</c>: what the API says and does about talks.</summary>
internal static class TalksCommands
{
    private const string ApiPath = "/api/v1/talks";

    // A queue's message has at most 1 MiB.
    private const int MostEventBytes = 4 * 1024 * 1024;

    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("talks", "Talks: recordings that go to their pages.",
        Submit(cli), List(cli), Show(cli), TalkAssignCommand.Create(cli), Adopt(cli), Accept(cli), Release(cli), TalkSourceCommands.Create(cli));

    private static Command Submit(CliContext cli)
    {
        var file = new Argument<string?>("file") { Description = "The recording; its name says which talk it shows.", Arity = ArgumentArity.ZeroOrOne };
        var notice = new Option<string?>("--event") { Description = "File with an event of S3 instead; - reads it from standard input.", HelpName = "FILE" };
        return cli.Verb("submit", "Hands in a recording, or an event that tells of some.",
            "reelway talks submit \"recordings/Owls_ why_.mp4\"\nreelway talks submit --event event.json", [file, notice], async call =>
            {
                var body = (call.Optional(file), call.Value(notice)) switch
                {
                    ({ } path, null) => new SubmitRequest(call.FullPath(path), Event: null),
                    (null, { } path) => new SubmitRequest(File: null, await EventAsync(call, path)),
                    _ => throw new CliException(ExitCode.Usage, "Name either a recording, or an event with --event FILE."),
                };
                var api = await call.ApiAsync();
                var answer = await api.PostAsync(ApiPath, body, call.Cancellation);
                call.Show(answer, people => Submitted(people, answer));
                return answer.List("unreadable").Any() ? ExitCode.Partial : ExitCode.Ok;
            });
    }

    private static Command List(CliContext cli)
    {
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "Go on where a list has ended.", HelpName = "CURSOR" };
        return cli.Verb("list", "Lists talks, newest first.", "reelway talks list\nreelway talks list --output ids", [limit, cursor], async call =>
        {
            var api = await call.ApiAsync();
            var page = await RunPages.ReadAsync(call.Value(limit), call.Value(cursor), (size, from) => api.GetAsync(
                ApiQuery.Of(ApiPath, ("limit", $"{size}"), ("cursor", from)), call.Cancellation));
            call.Show(page, people => Listed(people, page, "No talks."));
            return ExitCode.Ok;
        });
    }

    private static Command Show(CliContext cli)
    {
        var id = Id();
        return cli.Verb("show", "Shows a talk.", "reelway talks show talk_06agn9k2w4008", [id], async call =>
        {
            var api = await call.ApiAsync();
            var talk = await api.GetAsync(PathOf(call.Value(id)), call.Cancellation);
            call.Show(talk, people => Shown(people, talk));
            return ExitCode.Ok;
        });
    }

    private static Command Adopt(CliContext cli)
    {
        var title = new Argument<string?>("title") { Description = "The talk's title in the sheet.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All talks of the sheet that have a link." };
        return cli.Verb("adopt", "Takes over what an older system published: talks whose link is in the sheet.",
            "reelway talks adopt \"Owls: why?\"\nreelway talks adopt --all", [title, all], async call =>
            {
                if ((call.Optional(title) is null) != call.Value(all))
                {
                    throw new CliException(ExitCode.Usage, "Name either a title, or --all.");
                }

                var api = await call.ApiAsync();
                var adopted = await api.PostAsync(
                    $"{ApiPath}/adopt", new AdoptRequest(call.Optional(title), call.Value(all) ? true : null), call.Cancellation);
                call.Show(adopted, people => Listed(people, adopted, "Nothing to adopt: no talk has a link that is not known already."));
                return ExitCode.Ok;
            });
    }

    private static Command Accept(CliContext cli)
    {
        var id = Id();
        return cli.Verb("accept", "Publishes a talk as its row has it, when its run asks whether these times are meant.",
            "reelway talks accept talk_06agn9k2w4008", [id], async call =>
            {
                var api = await call.ApiAsync();
                var accepted = await api.PostAsync($"{PathOf(call.Value(id))}/accept", null, call.Cancellation);
                call.Show(accepted, people => people.Line($"The talk is published as it is; its run goes on: {ShellCommand.Reelway("run show", accepted.Text("run") ?? "")}"));
                return ExitCode.Ok;
            });
    }

    private static Command Release(CliContext cli)
    {
        var id = Id();
        return cli.Verb("release", "Lets a talk go, so that another recording of it can be published.",
            "reelway talks release talk_06agn9k2w4008 --yes", [id], async call =>
            {
                var talk = call.Value(id);
                if (!call.Console.Confirm($"Let {talk} go? A recording of it would be published again; remove the old video and its link first.", call.SaysYes))
                {
                    return ExitCode.Failed;
                }

                var api = await call.ApiAsync();
                var released = await api.PostAsync($"{PathOf(talk)}/release", null, call.Cancellation);
                call.Show(released, people => Shown(people, released));
                return ExitCode.Ok;
            });
    }

    private static async Task<string> EventAsync(CliCall call, string path)
    {
        try
        {
            return path == "-"
                ? await call.Surroundings.In.ReadToEndAsync(call.Cancellation)
                : await NamedFile.ReadTextAsync(call.FullPath(path), MostEventBytes, Encoding.UTF8, call.Cancellation);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(ExitCode.NotFound, $"There is no file {call.FullPath(path)}; name the file that holds the event.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"The event {call.FullPath(path)} can't be read: {failure.Message}", failure);
        }
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

    private static void Listed(CliText text, JsonElement page, string none)
    {
        var talks = page.List("items").ToList();
        if (talks.Count == 0)
        {
            text.Line(none);
            return;
        }

        text.Table(["id", "state", "stage", "title", "link"], talks.Select(talk => new[]
        {
            talk.Text("id"), talk.Text("state"), talk.Text("stage"), talk.Text("title"), talk.Text("link"),
        }));
        if (page.Text("nextCursor") is { } next)
        {
            text.Line($"More: --cursor {next}");
        }
    }

    private static void Shown(CliText text, JsonElement talk) => text.Pairs(
        ("talk", talk.Text("id")), ("title", talk.Text("title")), ("state", talk.Text("state")), ("run", talk.Text("run")), ("stage", talk.Text("stage")),
        ("link", talk.Text("link")), ("page", talk.Text("pageId")), ("video", talk.Text("videoId")), ("file", talk.Text("file")),
        ("poster", Picture(talk, "poster")), ("frames", Picture(talk, "strip")),
        ("length", talk.Duration("durationMs")), ("sha256", talk.Text("sha256")), ("recording", talk.Text("recording")),
        ("claimed", talk.Time("claimedAt")), ("published", talk.Time("publishedAt")), ("let go", talk.Time("releasedAt")));

    private static string? Picture(JsonElement talk, string kind)
        => talk.TryGetProperty(kind, out var picture) && picture.ValueKind == JsonValueKind.Object ? picture.Text("file") : null;

    private static Argument<string> Id() => new("id") { Description = "The talk's id: talk_…" };

    private static string PathOf(string id) => $"{ApiPath}/{Uri.EscapeDataString(id)}";
}
