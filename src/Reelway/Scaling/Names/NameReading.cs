namespace Reelway.Scaling.Names;

/// <summary>What a file's name says.</summary>
/// <param name="FileName">As it was given.</param>
internal sealed record NameReading(string FileName)
{
    /// <summary>What each token says that could be read. What a list of values spells otherwise is as the list spells it.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The tracking id in capitals, also of a name with other violations; null when there is none.</summary>
    public string? TrackingId { get; init; }

    /// <summary>The name for the DAM, without the parts that only serve the upload; null while there are violations.</summary>
    public string? CleanName { get; init; }

    /// <summary>Everything that is wrong, in the order in which it stands in the name.</summary>
    public IReadOnlyList<NameViolation> Violations { get; init; } = [];

    /// <summary>A name without violations that was probably meant; null when none can be said.</summary>
    public string? CorrectedName { get; init; }

    public bool IsValid => Violations.Count == 0;
}
