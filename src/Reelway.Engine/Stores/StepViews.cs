using System.Text.Json;
using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>The steps of a run as people see them: journal, open steps and running bodies in one list.</summary>
internal static class StepViews
{
    public static async Task<IReadOnlyList<StepView>> LoadAsync(IDbSession session, long runId, long generation, RunState state, LiveRun? live)
    {
        var parameters = new { runId, generation };
        var journal = await session.QueryAsync<JournalRow>(
            $"""
            SELECT pos, name, kind, outcome, attempts, output, fault, started_ms, ended_ms
            FROM {ArchivedTables.Both("step")} WHERE run_id = @runId AND generation = @generation
            """,
            parameters);
        var open = await session.QueryAsync<OpenStep>(
            $"""
            SELECT pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms, attention, sentence
            FROM {ArchivedTables.Both("open_step")} WHERE run_id = @runId AND generation = @generation
            """,
            parameters);
        var failures = (await session.QueryAsync<AttemptRow>(
            $"SELECT pos, n, kind, sentence, at_ms, next_ms FROM {ArchivedTables.Both("attempt")} WHERE run_id = @runId AND generation = @generation ORDER BY n",
            parameters)).ToLookup(row => row.Pos);

        var views = new SortedDictionary<long, StepView>();
        foreach (var row in journal)
        {
            views[row.Pos] = Of(row, Attempts(failures[row.Pos]));
        }

        foreach (var step in open)
        {
            views[step.Pos] = Of(step, state, Attempts(failures[step.Pos]));
        }

        foreach (var (pos, running) in live?.Steps ?? [])
        {
            views[pos] = Of(running, views.GetValueOrDefault(pos)?.StartedAt, Attempts(failures[pos]));
        }

        return [.. views.Values];
    }

    public static JsonElement? Json(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);

    private static StepView Of(JournalRow row, List<AttemptView> failures)
    {
        var waiting = row.Outcome == StepOutcome.TimerSet;
        var sentence = row.Outcome switch
        {
            StepOutcome.Failed => Sentence<StoredFault>(row.Fault!, "The step's fault", stored => stored.Fault.Sentence),
            StepOutcome.Skipped => Sentence<string>(row.Output!, "The reason of the skip", stored => stored),
            StepOutcome.AssumedDone => "A person said that it has happened.",
            StepOutcome.Succeeded when row is { Kind: StepKind.Signal, Output: null } => "No signal came in time.",
            StepOutcome.TimerSet => $"Until {Time(long.Parse(row.Output!, System.Globalization.CultureInfo.InvariantCulture)):u}",
            _ => null,
        };
        var state = row.Outcome switch
        {
            StepOutcome.Failed => StepState.Failed,
            StepOutcome.Skipped => StepState.Skipped,
            StepOutcome.TimerSet => StepState.Waiting,
            _ => StepState.Succeeded,
        };
        return new StepView(
            row.Name, state, failures.Count + (state == StepState.Succeeded ? 1 : 0), Time(row.StartedMs),
            row.EndedMs is { } ended ? Time(ended) : null, sentence, Progress: null, ProgressText: null,
            waiting || state == StepState.Skipped ? null : Json(row.Output), Decidable: false, failures,
            row.Kind is StepKind.Marker or StepKind.Change);
    }

    // A run whose row can't be read back is the one that somebody wants to look at: what is wrong with the row stands in its place.
    private static string Sentence<T>(string json, string what, Func<T, string> sentence)
    {
        try
        {
            return sentence(FlowJson.Read<T>(json, what));
        }
        catch (FaultException unreadable)
        {
            return unreadable.Fault.Sentence;
        }
    }

    private static StepView Of(OpenStep step, RunState run, List<AttemptView> failures)
    {
        var state = run.HasEnded() ? StepState.Cancelled
            : step.Attention is not null ? StepState.NeedsAttention : StepState.Waiting;
        return new StepView(
            step.Name, state, failures.Count, Time(step.StartedMs), EndedAt: null, step.Sentence, Progress: null, ProgressText: null,
            Output: null, step.Attention == AttentionReason.Decision && !run.HasEnded(), failures);
    }

    private static StepView Of(LiveStep step, DateTimeOffset? firstStarted, List<AttemptView> failures)
    {
        var (fraction, text) = step.Progress;
        return new StepView(
            step.Name, StepState.Running, failures.Count + 1, firstStarted ?? Time(step.StartedMs), EndedAt: null, Sentence: null,
            fraction, text, Output: null, Decidable: false, failures);
    }

    private static List<AttemptView> Attempts(IEnumerable<AttemptRow> rows)
        => [.. rows.Select(row => new AttemptView(row.N, row.Kind, row.Sentence, row.At, row.NextAt))];

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private sealed record AttemptRow(long Pos, int N, FaultKind Kind, string Sentence, DateTimeOffset At, DateTimeOffset? NextAt);
}
