using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Posts.Importing;
using Reelway.Posts.Measuring;
using Reelway.Posts.MovingIn;
using Reelway.Posts.Repeating;

namespace Reelway.Posts;

/// <summary><c>posts schedule/list/show/move/cancel/out</c>: what the API says and does about posts.</summary>
internal static class PostsCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
    {
        var state = new Option<string?>("--state") { Description = $"Only those in this state: {string.Join(", ", PostState.All)}.", HelpName = "STATE" };
        var from = new Option<string?>("--from") { Description = "Only those that go out at this time or later.", HelpName = "TIME" };
        var campaign = new Option<string?>("--campaign") { Description = "Only those of this campaign.", HelpName = "TEXT" };
        var to = new Option<string?>("--to") { Description = "Only those that go out before this time.", HelpName = "TIME" };
        return CliContext.Noun("posts", "Posts: texts that go out on social networks at their time.",
            Schedule(cli), Preview(cli), ImportCommand.Create(cli),
            cli.List(PostsApi.List, "list", "Lists posts, newest first.", "reelway posts list --state scheduled\nreelway posts list --from 2026-12-01 --to 2026-12-02", Listed,
                [state, from, to, campaign], call => [("state", call.Value(state)), ("from", call.Value(from)), ("to", call.Value(to)), ("campaign", call.Value(campaign))]),
            Show(cli),
            Move(cli),
            cli.Verb(PostsApi.Approve, "approve", "Lets a draft go out, on all its networks.", "reelway posts approve post_06agn9k2w4008", [Id()], Scheduled),
            cli.Verb(PostsApi.Cancel, "cancel", "Takes a post back that has not begun to go out.", "reelway posts cancel post_06agn9k2w4008", [Id()], Shown),
            Edit(cli),
            cli.Verb("delete", "Takes a post that is out back from its network.", "reelway posts delete post_06agn9k2w4008 --yes", [Deleted], call => call.WhenConfirmedAsync(
                $"Take post {call.Value(Deleted)} back from its network?", () => call.ShowAsync(PostsApi.Delete, Shown, call.Value(Deleted)))),
            Out(cli), Best(cli), AwsTemplate.Create(cli),
            CliContext.Noun("series", "Posts that are repeated.",
                cli.List(SeriesApi.List, "list", "Lists posts that are repeated, newest first.", "reelway posts series list", static (text, page) => text.List(
                    page, "No posts are repeated.", ["id", "on", "reference", "repeat", "first", "zone"],
                    one => [one.Text("id"), one.Text("isOn"), one.Text("referenceNumber"), one.Text("repeat"), one.Text("firstAt"), one.Text("timezone")])),
                cli.Verb(SeriesApi.Cancel, "cancel", "Ends a series and takes back what waits of it.", "reelway posts series cancel series_06agn9k2w4008", [Id()], static (text, one) => text.Pairs(
                    ("series", one.Text("id")), ("reference", one.Text("referenceNumber")), ("on", one.Text("isOn"))))));
    }

    private static Command Schedule(CliContext cli)
    {
        var asking = new PostOptions();
        var file = new Option<string?>("--event") { Description = "File with an event that asks for it instead; - reads it from standard input.", HelpName = "FILE" };
        return cli.Verb("schedule", "Schedules a post, or changes one that waits.",
            "reelway posts schedule --platform twitter --message \"Owls: why? Watch it now.\" --at 2026-12-01T10:00:00 --reference owls-1\nreelway posts schedule --event event.json",
            [.. asking.All, file], async call =>
            {
                if (call.Value(file) is not { } path)
                {
                    return await call.ShowAsync(PostsApi.Schedule, asking.Read(call), Scheduled);
                }

                if (asking.IsAnyGiven(call))
                {
                    throw new CliException(ExitCode.Usage, "Name either the post's own options, or an event with --event FILE.");
                }

                var answer = await call.AskAsync(PostsApi.Accept, await EventAsync(call, path));
                call.Show(answer, text => text.Line(answer.Text("sentence") ?? ""));
                return answer.Text("accepted") == bool.TrueString ? ExitCode.Ok : ExitCode.Failed;
            });
    }

    private static Command Preview(CliContext cli)
    {
        var asking = new PostOptions();
        return cli.Verb("preview", "Says when a post would go out, and what there is to think about.",
            "reelway posts preview --platform twitter --message \"Owls: why? Watch it now.\" --at next-slot", [.. asking.All],
            call => call.ShowAsync(PostsApi.Preview, asking.Read(call), static (text, answer) =>
            {
                text.Table(
                    ["platform", "account", "not before", "not after", "there", "counts", "message"],
                    answer.GetProperty("posts").EnumerateArray().Select(post => new[] { post.Text("platform"), post.Text("account"), post.Time("scheduledAt"), post.Time("latestAt"), post.Text("wallTime"), post.Text("length") is { } length ? $"{length} of {post.Text("longest")}" : null, post.Text("message") }));
                Warnings(text, answer);
                foreach (var note in answer.GetProperty("notes").EnumerateArray())
                {
                    text.Line($"Note: {note.GetString()}");
                }
            }));
    }

    private static Command Show(CliContext cli)
    {
        var id = new Argument<string>("id") { Description = "The post's id, post_…, or the reference that it was asked for with." };
        return cli.Verb("show", "Shows a post, or those of a reference on all their networks.", "reelway posts show post_06agn9k2w4008\nreelway posts show owls-1", [id], async call =>
        {
            if (PostId.TryParse(call.Value(id), out _))
            {
                return await call.ShowAsync(PostsApi.Get, Shown, call.Value(id));
            }

            var answer = await (await call.ApiAsync()).AskAsync(PostsApi.List, $"{PostsApi.List.At()}?reference={Uri.EscapeDataString(call.Value(id))}", body: null, call.Cancellation);
            return answer.GetProperty("items").GetArrayLength() == 0
                ? throw new CliException(ExitCode.NotFound, $"There is no post with the reference {ShownText.Name(call.Value(id))}.")
                : call.Show(answer, static (text, page) =>
                {
                    foreach (var post in page.GetProperty("items").EnumerateArray())
                    {
                        Shown(text, post);
                    }
                });
        });
    }

    private static Command Move(CliContext cli)
    {
        var id = Id();
        var at = new Argument<string>("time") { Description = "When it goes out instead: 2026-12-02T10:00:00; without a zone it is UTC." };
        return cli.Verb("move", "Lets a post go out at another time.", "reelway posts move post_06agn9k2w4008 2026-12-02T10:00:00", [id, at],
            call => call.ShowAsync(PostsApi.Move, new MovePostRequest(call.Value(at)), Scheduled, call.Value(id)));
    }

    private static readonly Argument<string> Deleted = Id();

    private static Command Edit(CliContext cli)
    {
        var id = Id();
        var message = new Option<string>("--message") { Description = "What it is to say instead.", HelpName = "TEXT", Required = true };
        return cli.Verb("edit", "Lets a post that is out say something else, where its network allows that.", "reelway posts edit post_06agn9k2w4008 --message \"Owls: why? Watch it today.\"",
            [id, message], call => call.ShowAsync(PostsApi.Edit, new EditPostRequest(call.Value(message)), Shown, call.Value(id)));
    }

    private static Command Best(CliContext cli)
    {
        var account = new Argument<string>("account") { Description = "A name of posts.accounts." };
        var campaign = new Option<string?>("--campaign") { Description = "Whose posts count first.", HelpName = "TEXT" };
        return cli.Verb("best", "Shows in which hours of the week an account's posts do best.", "reelway posts best conference --campaign spring", [account, campaign], async call =>
        {
            var answer = await (await call.ApiAsync()).AskAsync(
                PostsApi.Best, PostsApi.Best.At(call.Value(account)) + (call.Value(campaign) is { } its ? $"?campaign={Uri.EscapeDataString(its)}" : ""), body: null, call.Cancellation);
            return call.Show(answer, static (text, page) => text.List(
                page, $"There is nothing to go by yet: it takes {BestTimes.Fewest} posts that were measured.", ["hour", "posts", "times the average", "that is"],
                hour => [$"{hour.Text("day")} {hour.Text("hour")}:00", hour.Text("posts"), hour.Text("times"), hour.Text("sentence")]));
        });
    }

    private static Command Out(CliContext cli)
    {
        var id = Id();
        var link = new Argument<string>("link") { Description = "The post's address on the network." };
        return cli.Verb("out", "Says that a post is out whose answer was lost, and where.",
            "reelway posts out post_06agn9k2w4008 https://twitter.com/fernwoodconf/status/1861000000000000001", [id, link],
            call => call.ShowAsync(PostsApi.Out, new PostOutRequest(call.Value(link)), Shown, call.Value(id)));
    }

    private static async Task<JsonObject> EventAsync(CliCall call, string path)
    {
        try
        {
            return JsonNode.Parse(await NamedInput.ReadAsync(call, path, "the event")) as JsonObject ?? throw new CliException(ExitCode.Usage, "The event must be a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new CliException(ExitCode.Usage, JsonTrouble.Sentence("The event", problem), problem);
        }
    }

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No posts.", ["id", "state", "goes out", "platform", "account", "reference", "message"],
        post => [post.Text("id"), post.Text("state"), post.Time("dueAt"), post.Text("platform"), post.Text("account"), post.Text("referenceNumber"), post.Text("message")]);

    private static void Scheduled(CliText text, JsonElement answer)
    {
        foreach (var post in answer.GetProperty("posts").EnumerateArray())
        {
            Shown(text, post);
        }

        Warnings(text, answer);
    }

    private static void Warnings(CliText text, JsonElement answer)
    {
        foreach (var warning in answer.GetProperty("warnings").EnumerateArray())
        {
            text.Line($"Warning: {warning.Text("sentence")}");
        }
    }

    private static void Shown(CliText text, JsonElement post) => text.Pairs(
        ("post", post.Text("id")), ("reference", post.Text("referenceNumber")), ("state", post.Text("state")), ("platform", post.Text("platform")), ("account", post.Text("account")),
        ("campaign", post.Text("campaign")), ("message", post.Text("message")), ("asked for", post.Time("scheduledAt")), ("goes out", post.Time("dueAt")), ("window", post.Text("window")),
        ("run", post.Text("run")), ("link", post.Text("link")), ("problem", post.Text("problem")));

    private static Argument<string> Id() => new("id") { Description = "The post's id: post_…" };
}
