using System.CommandLine;
using System.Text.Json;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Scaling.Names;

namespace Reelway.Scaling;

/// <summary><c>scaling campaign list/show/hold/release/advance/expect</c>, <c>scaling master withdraw/restore</c>, <c>scaling name check</c>, <c>scaling preview</c>, <c>scaling status</c>.</summary>
internal static class ScalingCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
    {
        var status = new Option<string?>("--status") { Description = $"Only those of this status: {string.Join(", ", CampaignStatus.All)}.", HelpName = "STATUS" };
        return CliContext.Noun("scaling", "Content scaling: masters out to agencies, derivatives back.",
            CliContext.Noun("campaign", "Campaigns, and how far they are.",
                cli.List(ScalingApi.List, "list", "Lists campaigns, newest first.", "reelway scaling campaign list --status a2", Listed, [status], call => [("status", call.Value(status))]),
                cli.Verb(ScalingApi.Get, "show", "Shows a campaign with its masters and what is missing.", "reelway scaling campaign show camp_06agn9k2w4008", [Id()], Shown),
                Reasoned(cli, "hold", "Holds a campaign: nothing is begun for it, and it is not moved on.", "reelway scaling campaign hold camp_06agn9k2w4008 --reason \"The client changes the end card.\"", ScalingApi.Hold, Id()),
                cli.Verb(ScalingApi.Release, "release", "Lets a campaign that is held go on.", "reelway scaling campaign release camp_06agn9k2w4008", [Id()], Shown),
                Advance(cli), Expect(cli)),
            CliContext.Noun("master", "Masters of campaigns.",
                Reasoned(cli, "withdraw", "Takes a master out of what counts.", "reelway scaling master withdraw AB2CD3 --reason \"It was replaced by a longer cut.\"", ScalingApi.Withdraw, Tracking()),
                Reasoned(cli, "restore", "Lets a master that was withdrawn count again.", "reelway scaling master restore AB2CD3 --reason \"It is needed after all.\"", ScalingApi.Restore, Tracking())),
            CliContext.Noun("name", "How agencies name files.", Check(cli)),
            Preview(cli),
            cli.Verb(ScalingApi.Status, "status", "Counts campaigns, masters and derivatives.", "reelway scaling status", [], static (text, answer) => text.Pairs(
                ("masters", answer.Text("total_masters")), ("derivatives", answer.Text("total_derivatives")), ("campaigns in A1", answer.Text("pending_a1_campaigns")),
                ("campaigns in A2", answer.Text("pending_a2_campaigns")), ("imported in 24 h", answer.Text("last_24h_uploads")), ("failed", answer.Text("failed_uploads")))));
    }

    private static Command Reasoned(CliContext cli, string name, string text, string example, Frame.Operations.Operation<ReasonRequest, CampaignDetail> operation, Argument<string> subject)
    {
        var reason = Reason();
        return cli.Verb(name, text, example, [subject, reason], call => call.ShowAsync(operation, new ReasonRequest(call.Value(reason)), Shown, call.Value(subject)));
    }

    private static Command Advance(CliContext cli)
    {
        var (id, to, reason) = (Id(), new Option<string>("--to") { Description = $"The status: {string.Join(", ", CampaignStatus.All)}.", HelpName = "STATUS", Required = true }, Reason());
        return cli.Verb("advance", "Moves a campaign to another status by hand, whatever is missing.", "reelway scaling campaign advance camp_06agn9k2w4008 --to a3 --reason \"The client takes what is there.\"",
            [id, to, reason], call => call.ShowAsync(ScalingApi.Advance, new MoveCampaignRequest(call.Value(to), call.Value(reason)), Shown, call.Value(id)));
    }

    private static Command Expect(CliContext cli)
    {
        var (id, all) = (Id(), new Argument<string[]>("deliverable") { Description = "A language, with a format behind a colon if only that counts: IT, IT:30s. None: one derivative of each master.", Arity = ArgumentArity.ZeroOrMore });
        return cli.Verb("expect", "Says what a campaign is to bring for each of its masters.", "reelway scaling campaign expect camp_06agn9k2w4008 IT:30s FR:30s", [id, all],
            call => call.ShowAsync(ScalingApi.Expect, new ExpectRequest(call.Value(all) ?? []), Shown, call.Value(id)));
    }

    private static Command Check(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "A file's name, or a file with a list of names, one a line." };
        return cli.Verb("check", "Reads names of files as they are read when an agency brings them.", "reelway scaling name check spot_30s_IT_AB2CD3.mp4\nreelway scaling name check names.txt", [name], async call =>
        {
            var given = Named(call.Value(name));
            var file = call.FullPath(given);
            IReadOnlyList<string> names = File.Exists(file) && Path.GetExtension(file) is ".txt" or ".csv" or ".list"
                ? [.. NameCheck.Lines(await NamedInput.ReadAsync(call, given, "the names"))]
                : [Path.GetFileName(given)];
            var answer = await call.AskAsync(ScalingApi.CheckNames, new CheckNamesRequest(names));
            var check = answer.Deserialize(ScalingJson.Default.NameCheck)!;
            call.Show(answer, check.Show);
            return check.IsValid ? ExitCode.Ok : ExitCode.Failed;
        });
    }

    private static Command Preview(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "The file's name; of a path its last part is read." };
        return cli.Verb("preview", "Says what the DAM would be told of a file of this name; imports nothing.", "reelway scaling preview spot_30s_IT_AB2CD3.mp4", [name], async call =>
        {
            var answer = await call.AskAsync(ScalingApi.Preview, new CheckNameRequest(Path.GetFileName(Named(call.Value(name)))));
            call.Show(answer, text =>
            {
                text.Pairs(("master", answer.Text("master")), ("in the DAM", answer.GetProperty("name").Text("cleanName")));
                text.Table(
                    ["field", "before", "after", "why"],
                    answer.List("differences").Select(one => new[] { one.Text("field"), Values(one, "before"), Values(one, "after"), one.Text("source") ?? one.Text("why") }));
                foreach (var problem in answer.List("problems"))
                {
                    text.Line(problem.GetString() ?? "");
                }
            });
            return answer.List("problems").Any() ? ExitCode.Failed : ExitCode.Ok;
        });
    }

    // A mistyped option is not read as the name of a file.
    private static string Named(string given) => given.StartsWith("--", StringComparison.Ordinal)
        ? throw new CliException(ExitCode.Usage, $"There is no option {ShownText.Name(given)} here; write a name that begins so as ./{ShownText.Name(given)}.")
        : given;

    private static string Values(JsonElement difference, string member) => string.Join(", ", difference.List(member).Select(value => value.GetString()));

    private static Argument<string> Id() => new("campaign") { Description = "The campaign's id, or the DAM's id of it." };

    private static Argument<string> Tracking() => new("tracking") { Description = "The master's tracking id." };

    private static Option<string> Reason() => new("--reason") { Description = "Why; it stands in the campaign's history.", HelpName = "TEXT", Required = true };

    private static void Listed(CliText text, JsonElement page) => text.List(
        page, "No campaigns.", ["id", "status", "number", "name", "tried", "problem"],
        one => [one.Text("id"), one.Text("status"), one.Text("number"), one.Text("name"), one.Time("triedAt"), one.Text("held") ?? one.Text("problem")]);

    private static void Shown(CliText text, JsonElement answer)
    {
        var campaign = answer.GetProperty("campaign");
        text.Pairs(
            ("campaign", campaign.Text("id")), ("name", campaign.Text("name")), ("number", campaign.Text("number")), ("status", campaign.Text("status")), ("in Box", campaign.Text("boxFolder")),
            ("derivatives", $"{answer.Text("done")} of {answer.Text("expected")}"), ("waits", answer.Text("waits")));
        text.Table(
            ["tracking", "state", "master", "problem"],
            answer.GetProperty("masters").EnumerateArray().Select(one => new[] { one.Text("trackingId"), one.Text("state"), one.Text("name"), one.Text("problem") }));
        text.Table(
            ["tracking", "state", "came back", "problem"],
            answer.GetProperty("derivatives").EnumerateArray().Select(one => new[] { one.Text("trackingId"), one.Text("state"), one.Text("name"), one.Text("problem") }));
    }
}
