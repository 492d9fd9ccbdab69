namespace Reelway.Sandbox.OpenText;

/// <summary>An import under way or ended. Whoever changes one holds the world's lock.</summary>
/// <param name="failure">What it fails with; empty: nothing.</param>
/// <param name="looks">Looks that still see it running.</param>
internal sealed class DamJob(string id, DateTimeOffset endsAt, string failure, int looks)
{
    private int _looks = looks;

    public string Id { get; } = id;

    public DateTimeOffset EndsAt { get; } = endsAt;

    public string Failure { get; } = failure;

    public required DamNode Folder { get; init; }

    public required string Name { get; init; }

    public required string MimeType { get; init; }

    public required DamContent Content { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; }

    public bool IsEnded { get; set; }

    /// <summary>What it has created.</summary>
    public DamNode? Asset { get; set; }

    /// <summary>Its state, in the words that are typical.</summary>
    public string State => !IsEnded ? "RUNNING" : Failure.Length > 0 ? "FAILED" : "COMPLETED";

    /// <summary>The state as somebody sees it who looks now.</summary>
    public string Look() => _looks > 0 && _looks-- > 0 ? "RUNNING" : State;
}
