namespace Reelway.Engine.Stores;

/// <summary>The tables of what runs did. Each has a namesake, <c>step_archive</c> of <c>step</c>, for the runs that are archived.</summary>
internal static class ArchivedTables
{
    /// <summary>Names with their columns. First comes the one that every run has a row in, until it is archived or purged.</summary>
    public static IReadOnlyList<(string Name, string Columns)> All { get; } =
    [
        ("run_data", "run_id, input, output"),
        ("step", "run_id, generation, pos, name, kind, outcome, epoch, attempts, output, fault, started_ms, ended_ms"),
        ("open_step", "run_id, generation, pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms, attention, sentence, checkpoint"),
        ("intent", "run_id, step, at_ms, decision"),
        ("attempt", "run_id, generation, pos, n, kind, sentence, at_ms, next_ms"),
        ("redo", "run_id, step, n"),
        ("replay", "run_id, generation, at_ms, from_step, resend, former_input"),
        ("run_log", "run_id, id, at_ms, level, step, message"),
    ];

    /// <summary>What to select from to see archived runs as well. Compare its <c>run_id</c> with a value, so that both tables' indexes serve.</summary>
    public static string Both(string table)
    {
        var columns = All.Single(entry => entry.Name == table).Columns;
        return $"(SELECT {columns} FROM {table} UNION ALL SELECT {columns} FROM {table}_archive) AS {table}";
    }
}
