namespace Reelway.Sandbox.OpenText;

/// <summary>An asset or a folder. Whoever changes one holds the world's lock.</summary>
internal sealed class DamNode(string id, string name, DamNode? parent)
{
    public string Id { get; } = id;

    public string Name { get; set; } = name;

    public DamNode? Parent { get; } = parent;

    /// <summary>Of all versions the same.</summary>
    public string OriginalId { get; init; } = id;

    public int Version { get; init; } = 1;

    public bool IsLatest { get; set; } = true;

    public bool IsDeleted { get; set; }

    /// <summary>Null for a folder.</summary>
    public DamContent? Content { get; init; }

    public bool IsFolder => Content is null;

    public string MimeType { get; init; } = "";

    public string? ImportJobId { get; init; }

    public DateTimeOffset ImportedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Values by field; of a column one of each row.</summary>
    public Dictionary<string, IReadOnlyList<string>> Fields { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Reads that do not find it yet.</summary>
    public int HiddenReads { get; set; }

    /// <summary>Who has locked it; null for nobody.</summary>
    public string? LockedBy { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public List<DamNode> Children { get; } = [];

    // What it had at which time, newest last: the index looks at an older one.
    private readonly List<(DateTimeOffset At, Dictionary<string, IReadOnlyList<string>> Fields)> _history = [];

    /// <summary>Changes fields, as one change.</summary>
    public void Write(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> changes, DateTimeOffset at)
    {
        var next = new Dictionary<string, IReadOnlyList<string>>(Fields, StringComparer.Ordinal);
        foreach (var (field, values) in changes)
        {
            next[field] = values;
        }

        (Fields, UpdatedAt) = (next, at < DamWorld.Beginning ? DamWorld.Beginning : at);
        _history.Add((at, next));
    }

    /// <summary>The fields as they were then; null before there were any.</summary>
    public Dictionary<string, IReadOnlyList<string>>? FieldsAt(DateTimeOffset at)
        => _history.FindLastIndex(one => one.At <= at) is >= 0 and var last ? _history[last].Fields : null;

    public string? LockOwner(DateTimeOffset now) => LockedBy is not null && now < LockedUntil ? LockedBy : null;
}
