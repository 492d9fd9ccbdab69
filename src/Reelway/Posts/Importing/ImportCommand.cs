using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Posts.MovingIn;

namespace Reelway.Posts.Importing;

/// <summary><c>posts import</c>: a post for each row of a file, or for each schedule of EventBridge Scheduler, with a report of each. The same again changes nothing.</summary>
internal static class ImportCommand
{
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string?>("file") { Arity = ArgumentArity.ZeroOrOne, Description = "CSV file whose first line names the columns: message, platform, scheduledDate, referenceNumber, …; - reads standard input." };
        var group = new Option<string?>("--eventbridge-schedules") { Description = "Takes over the pending one-time schedules of this group of EventBridge Scheduler instead.", HelpName = "GROUP" };
        var aws = new Option<string?>("--aws") { Description = "The AWS connection to reach the schedules by. Default: aws.", HelpName = "CONNECTION" };
        var dry = new Option<bool>("--dry-run") { Description = "Only says what would become of each." };
        return cli.Verb(
            "import", "Schedules a post for each row of a CSV file, or for each schedule of another scheduler.",
            "reelway posts import december.csv --dry-run\nreelway posts import december.csv\nreelway posts import --eventbridge-schedules social-posts --dry-run", [file, group, aws, dry],
            call => (call.Optional(file), call.Value(group)) switch
            {
                ({ } path, null) when call.Value(aws) is null => ImportAsync(call, path, call.Value(dry)),
                (null, { } its) => TakeoverImport.RunAsync(call, its, call.Value(aws), call.Value(dry)),
                _ => throw new CliException(ExitCode.Usage, "Name either a CSV file, or a group of schedules with --eventbridge-schedules GROUP (--aws belongs to that)."),
            });
    }

    private static async Task<int> ImportAsync(CliCall call, string path, bool dry)
    {
        IReadOnlyList<SheetRow> rows;
        try
        {
            rows = PostSheet.Read(await NamedInput.ReadAsync(call, path, "the posts"));
        }
        catch (FormatException problem)
        {
            throw new CliException(ExitCode.Unusable, problem.Message, problem);
        }

        var report = new List<ImportedRow>();
        foreach (var row in rows)
        {
            report.Add(await ImportAsync(call, row, dry));
        }

        var refused = report.Count(row => row.Outcome == ImportedRow.Refused);
        call.Show(JsonSerializer.SerializeToElement(new ImportReport(report, refused), PostsJson.Default.ImportReport), text =>
        {
            text.Table(["line", "outcome", "post", "what"], report.Select(row => new[] { $"{row.Line}", row.Outcome, row.Post, row.Sentence }));
            text.Line($"{report.Count} rows, {refused} of them refused.");
        });
        return refused == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<ImportedRow> ImportAsync(CliCall call, SheetRow row, bool dry)
    {
        try
        {
            if (dry)
            {
                var preview = await call.AskAsync(PostsApi.Preview, row.Post);
                var first = preview.GetProperty("posts")[0];
                return new ImportedRow(row.Line, ImportedRow.Good, Post: null, Warned(preview, $"goes out on {first.Text("platform")} at {first.Time("scheduledAt")}"));
            }

            var answer = await call.AskAsync(PostsApi.Schedule, row.Post);
            return new ImportedRow(
                row.Line, answer.Text("changed") == bool.TrueString ? ImportedRow.Scheduled : ImportedRow.Unchanged, answer.GetProperty("post").Text("id"),
                Warned(answer, $"goes out at {answer.GetProperty("post").Time("dueAt")}"));
        }
        catch (CliException refusal) when (refusal.ExitCode is ExitCode.Unusable or ExitCode.Conflict)
        {
            return new ImportedRow(row.Line, ImportedRow.Refused, Post: null, refusal.Message);
        }
    }

    private static string Warned(JsonElement answer, string what) => string.Join(' ', answer.GetProperty("warnings").EnumerateArray().Select(warning => $"Warning: {warning.Text("sentence")}").Prepend($"{what}."));
}

/// <summary>What became of a row.</summary>
/// <param name="Outcome">scheduled, unchanged, good (of a dry run) or refused.</param>
internal sealed record ImportedRow(int Line, string Outcome, string? Post, string Sentence)
{
    public const string Scheduled = "scheduled";
    public const string Unchanged = "unchanged";
    public const string Good = "good";
    public const string Refused = "refused";
}

/// <summary>What became of a file.</summary>
internal sealed record ImportReport(IReadOnlyList<ImportedRow> Rows, int Refused);
