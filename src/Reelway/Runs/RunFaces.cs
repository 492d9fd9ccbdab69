using Reelway.Engine;
using Reelway.Frame;

namespace Reelway.Runs;

/// <summary>Says what runs are about and what their steps are called, as the capabilities that they belong to know it.</summary>
internal sealed class RunFaces(IRuns runs, IEnumerable<FlowWords> words, IEnumerable<RunSearch> searches)
{
    private readonly Dictionary<string, FlowWords> _words = words.ToDictionary(flow => flow.Flow, StringComparer.Ordinal);

    /// <summary>What many runs are about, by one question for each flow.</summary>
    public async Task<IReadOnlyDictionary<RunId, RunFace>> OfAsync(IEnumerable<RunSummary> shown, CancellationToken cancellation)
    {
        var faces = new Dictionary<RunId, RunFace>();
        foreach (var flow in shown.GroupBy(run => run.Flow, StringComparer.Ordinal).Where(flow => _words.GetValueOrDefault(flow.Key) is { Telling.Count: > 0 }))
        {
            var told = _words[flow.Key];
            var outcomes = await runs.OutcomesAsync([.. flow.Select(run => run.Id)], told.Telling, cancellation);
            foreach (var run in outcomes.GroupBy(outcome => outcome.Run))
            {
                faces[run.Key] = told.Read(run.DistinctBy(outcome => outcome.Step).ToDictionary(outcome => outcome.Step, outcome => outcome.Output, StringComparer.Ordinal));
            }
        }

        return faces;
    }

    /// <summary>A page of the runs that a filter lets through, found by their titles too.</summary>
    public async Task<RunPage> ListAsync(RunFilter filter, RunId? before, int limit, CancellationToken cancellation)
    {
        List<RunId> titled = [];
        if (filter.Text is { } text)
        {
            foreach (var search in searches)
            {
                titled.AddRange(await search.Find(text, cancellation));
            }
        }

        return await runs.ListAsync(filter.Query(before, limit) with { Also = titled }, cancellation);
    }

    /// <summary>Runs as lists show them.</summary>
    public async Task<IReadOnlyList<RunItem>> ItemsAsync(IReadOnlyList<RunSummary> shown, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = await OfAsync(shown, cancellation);
        return [.. shown.Select(run => RunItem.From(run, this, known.GetValueOrDefault(run.Id), now))];
    }

    /// <summary>What one run is about.</summary>
    public RunFace Of(RunView run)
        => _words.GetValueOrDefault(run.Summary.Flow) is { } told
            ? told.Read(run.Steps.Where(step => step.Output is not null && told.Telling.Contains(step.Name)).DistinctBy(step => step.Name)
                .ToDictionary(step => step.Name, step => step.Output!.Value, StringComparer.Ordinal))
            : RunFace.Unknown;

    /// <summary>What people call a run: what it is about, else the file that it began with.</summary>
    public static string Title(RunSummary run, RunFace? face) => face?.Title is { } title ? ShownText.Name(title) : RunSubject.Name(run.Key);

    /// <summary>What a flow does; its name where nobody has words for it.</summary>
    public string FlowTitle(string flow) => _words.GetValueOrDefault(flow)?.Title ?? flow;

    /// <summary>What a step does; its name where nobody has words for it.</summary>
    public string StepTitle(string flow, string step) => ShownText.Name(TitleOf(flow, step));

    private string TitleOf(string flow, string step)
    {
        if (_words.GetValueOrDefault(flow)?.Steps is not { } titles)
        {
            return step;
        }

        var colon = step.IndexOf(':', StringComparison.Ordinal) + 1;
        return titles.TryGetValue(step, out var title) ? title
            : colon > 0 && titles.TryGetValue(step[..colon], out var kind) ? $"{kind} {step[colon..]}"
            : step;
    }
}
