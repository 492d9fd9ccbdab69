using Reelway.Frame.Cli;

namespace Reelway.Hosting.Setup;

/// <summary>What people read of an import.</summary>
internal static class ImportText
{
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
