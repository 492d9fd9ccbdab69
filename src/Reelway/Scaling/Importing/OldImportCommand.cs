using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Storage.Postgres;

namespace Reelway.Scaling.Importing;

/// <summary><c>import ferrero-db</c>: what the older scripts knew, out of their database, which is only read.</summary>
internal static class OldImportCommand
{
    public static Command Create(CliContext cli)
    {
        var url = new Argument<string>("url") { Description = "The older scripts' database: postgresql://user[:password]@host:port/database; it is only read." };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be taken over." };
        return CliContext.Noun("import", "Takes over what older systems knew.",
            cli.Verb("ferrero-db", "Takes over masters, their tracking ids, and what came back for them.", "reelway import ferrero-db postgresql://reader@localhost:5433/tracking --dry-run", [url, dry],
                call => RunAsync(call, call.Value(url), call.Value(dry))));
    }

    private static async Task<int> RunAsync(CliCall call, string address, bool dry)
    {
        var url = PostgresUrl.TryParse(address, out var problem) ?? throw new CliException(ExitCode.Usage, $"The address of the database can't be read: {problem}.");
        var (taken, known, refused) = (0, 0, new List<string>());
        try
        {
            await using var database = await ForeignPostgres.OpenAsync(url, call.Cancellation);
            var old = new OldScriptsStore(database);
            await foreach (var page in old.MastersAsync(call.Cancellation))
            {
                await SendAsync(new OldImportRequest(page, Derivatives: null, dry));
            }

            await foreach (var page in old.DerivativesAsync(call.Cancellation))
            {
                await SendAsync(new OldImportRequest(Masters: null, page, dry));
            }
        }
        catch (ForeignDatabaseException unreadable)
        {
            throw new CliException(ExitCode.Failed, unreadable.Message, unreadable);
        }

        call.Show(JsonSerializer.SerializeToElement(new OldImportReport(taken, known, refused), ScalingJson.Default.OldImportReport), text =>
        {
            foreach (var why in refused)
            {
                text.Line(why);
            }

            text.Line($"{taken} rows {(dry ? "would be" : "were")} taken over, {known} are here already, {refused.Count} were left out.");
        });
        return refused.Count == 0 ? ExitCode.Ok : ExitCode.Failed;

        async Task SendAsync(OldImportRequest rows)
        {
            var report = (await call.AskAsync(ScalingApi.Import, rows)).Deserialize(ScalingJson.Default.OldImportReport)!;
            (taken, known) = (taken + report.Taken, known + report.Known);
            refused.AddRange(report.Refused);
        }
    }
}
