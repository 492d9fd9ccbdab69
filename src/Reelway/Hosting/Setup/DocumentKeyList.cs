using Reelway.Frame.Cli;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Hosting.Setup;

/// <summary>What became of the keys of documents, for people and programs.</summary>
internal static class DocumentKeyList
{
    /// <summary>Each key, for programs.</summary>
    public static IReadOnlyList<object> Items(IReadOnlyList<TakenKey> keys) =>
    [
        .. keys.Select(key => new
        {
            key.Key,
            From = key.Origin.ToString(),
            Outcome = Word(key),
            Setting = key.Setting.Length == 0 ? null : key.Setting,
            Reason = key.Reason.Length == 0 ? null : key.Reason,
        }),
    ];

    /// <summary>Each key, for people.</summary>
    public static void Show(CliText people, IReadOnlyList<TakenKey> keys)
        => people.Table(["key", "from", "outcome", "setting", "why"], keys.Select(key => new[] { key.Key, key.Origin.ToString(), Word(key), key.Setting, key.Reason }));

    /// <summary>Only the keys that have no effect here; nothing where there are none.</summary>
    public static void ShowExplained(CliText people, IReadOnlyList<TakenKey> keys)
    {
        var explained = keys.Where(key => key.Outcome == DocumentOutcome.Explained).ToList();
        if (explained.Count > 0)
        {
            people.Line($"{explained.Count} of {keys.Count} keys of documents need no setting here:");
            explained.ForEach(key => people.Line($"  {key.Key} ({key.Origin}): {key.Reason}"));
        }
    }

    private static string Word(TakenKey key) => key.Outcome.ToString().ToLowerInvariant();
}
