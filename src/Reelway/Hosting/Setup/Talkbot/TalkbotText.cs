using Reelway.Frame.Cli;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>What people read of an import.</summary>
internal static class TalkbotText
{
    /// <summary>The comment that the configuration begins with.</summary>
    public const string Header = """
        # Made from the old talk bot's settings by "reelway init --from-talkbot". Secrets lie in .env beside this file; tokens of pages are
        # sealed in the store, unless the list of what was taken over says otherwise.
        #
        #   reelway config check           says everything that is wrong, with its line
        #   reelway talks source check     looks whether the bucket really tells the queue
        #   reelway connections check      makes one harmless call to each connection
        #
        # The columns of the sheets are named by talks.columns.* and talks.speaker_columns.*, where yours differ from
        # Title, Start, End, Stage, Speakers, Description, Link and First name, Last name, Company, Mail.


        """;

    /// <summary>Lists every field with what became of it.</summary>
    /// <param name="written">Names of the files written; none: nothing was.</param>
    public static void Show(CliCall call, IReadOnlyList<ImportedField> fields, IReadOnlyList<string> written)
    {
        var items = fields.Select(field => new
        {
            field.Field,
            field.Source,
            Outcome = field.Outcome.ToString().ToLowerInvariant(),
            Setting = field.Setting.Length == 0 ? null : field.Setting,
            Reason = field.Reason.Length == 0 ? null : field.Reason,
        }).ToList();
        call.Console.Show(new { items, written }, people =>
        {
            people.Table(["field", "from", "outcome", "setting", "why"], items.Select(item => new[] { item.Field, item.Source, item.Outcome, item.Setting, item.Reason }));
            people.Line();
            people.Line(written.Count == 0 ? "Nothing was written." : $"Wrote {string.Join(" and ", written)}.");
        });
    }
}
