namespace Reelway.Engine.Execution;

/// <summary>A run's past, against which the flow is replayed.</summary>
internal sealed class Journal(
    IReadOnlyList<JournalRow> rows, IReadOnlyList<OpenStep> open, IReadOnlyList<Intent> intents, IReadOnlyList<Redo> redos)
{
    /// <summary>Where the places begin of what a cancel takes back: beyond those of any flow.</summary>
    public const long UndoStart = 1_000_000_000;

    private readonly Dictionary<long, JournalRow> _byPos = rows.ToDictionary(row => row.Pos);
    private readonly Dictionary<string, long> _posByName = rows.ToDictionary(row => row.Name, row => row.Pos);
    private readonly Dictionary<string, OpenStep> _open = open.ToDictionary(step => step.Name);
    private readonly Dictionary<string, Intent> _intents = intents.ToDictionary(intent => intent.Step);
    private readonly Dictionary<string, long> _redos = redos.ToDictionary(redo => redo.Step, redo => redo.N);
    private readonly long _furthest = rows.Select(row => row.Pos).Concat(open.Select(step => step.Pos)).Where(pos => pos < UndoStart).DefaultIfEmpty(-1).Max();
    private readonly HashSet<string> _reached = [];

    /// <summary>The row of the step that the flow reaches now, or null when it has no outcome yet.</summary>
    /// <exception cref="ChangedCodeException">The flow reaches another step here than it did before.</exception>
    public JournalRow? Enter(long pos, string name, StepKind kind)
    {
        if (kind != StepKind.Undo)
        {
            Reach(name);
        }

        var row = _byPos.GetValueOrDefault(pos);
        if (row is null && _posByName.TryGetValue(name, out var former))
        {
            throw new ChangedCodeException($"step \"{name}\" is number {pos + 1} in the flow now and was number {former + 1} in this run");
        }

        if (row is not null && (row.Name != name || row.Kind != kind))
        {
            throw new ChangedCodeException(
                $"number {pos + 1} is {Describe(name, kind)} in the flow now and was {Describe(row.Name, row.Kind)} in this run");
        }

        return row;
    }

    /// <summary>Notes that the flow has come to a name.</summary>
    /// <exception cref="FaultException">It has been there before.</exception>
    public void Reach(string name)
    {
        if (!_reached.Add(name))
        {
            throw FaultException.Permanent($"The flow reaches a step named \"{name}\" twice. Step names are unique within a run.");
        }
    }

    /// <summary>True when this run has been at a place or beyond it before this execution.</summary>
    public bool IsPast(long pos) => _furthest >= pos;

    /// <summary>True when a place is taken by this very step.</summary>
    public bool Holds(long pos, string name, StepKind kind) => _byPos.GetValueOrDefault(pos) is { } row && row.Name == name && row.Kind == kind;

    /// <summary>Checks that the flow has passed all that this run did before.</summary>
    /// <exception cref="ChangedCodeException">It ended before.</exception>
    public void End()
    {
        if (_byPos.Values.Where(row => !_reached.Contains(row.Name)).MinBy(row => row.Pos) is { } left)
        {
            throw new ChangedCodeException($"the flow ends now before {Describe(left.Name, left.Kind)}, which this run has passed as number {left.Pos + 1}");
        }
    }

    public OpenStep? FindOpen(string name) => _open.GetValueOrDefault(name);

    public Intent? FindIntent(string name) => _intents.GetValueOrDefault(name);

    /// <summary>How often the step's effect was asked for again.</summary>
    public long RedoOf(string name) => _redos.GetValueOrDefault(name);

    private static string Describe(string name, StepKind kind)
    {
        var words = kind switch
        {
            StepKind.Once => "the once-only step",
            StepKind.Marker => "the journaled value",
            StepKind.Signal => "the wait for a signal",
            StepKind.Children => "the child runs",
            StepKind.Change => "the change",
            StepKind.Undo => "what a cancel takes back",
            _ => $"the {kind.ToString().ToLowerInvariant()}",
        };
        return $"{words} \"{name}\"";
    }
}

/// <summary>The flow's code no longer fits the run's journal. The run is parked with the difference.</summary>
internal sealed class ChangedCodeException(string difference)
    : Exception($"The flow's code no longer fits this run's journal: {difference}. Bring back the code that started it, or cancel the run.");
