namespace Reelway.Scaling.Names;

/// <summary>How files are named that agencies hand in. Computes only, and in a time that no name can stretch.</summary>
internal sealed class NamePattern
{
    private static readonly NamePattern Own = Load(new(), new List<string>())!;

    private readonly NameRules _rules;

    private NamePattern(NameRules rules, IReadOnlyList<NameElement> elements)
    {
        (_rules, Elements) = (rules, elements);
        Separators = [.. elements.Select(element => element.Separator).Where(each => each.Length > 0).Distinct().OrderByDescending(each => each.Length)];
    }

    /// <summary>The pattern that holds where none is configured.</summary>
    public static NamePattern Default => Own;

    /// <summary>As it was written.</summary>
    public string Text => _rules.Pattern;

    /// <summary>Its tokens in their order.</summary>
    public IReadOnlyList<NameElement> Elements { get; }

    /// <summary>What separates them, the longest first.</summary>
    public IReadOnlyList<string> Separators { get; }

    /// <summary>The pattern that rules describe; null when they are wrong, with a sentence for each problem.</summary>
    public static NamePattern? Load(NameRules rules, ICollection<string> problems)
        => new NamePatternReader(rules, problems).Read() is { } elements ? new(rules, elements) : null;

    /// <summary>True when names may have the token.</summary>
    public bool Has(string token) => Elements.Any(element => element.Token.Name == token);

    /// <summary>True when the DAM gets names without the token.</summary>
    public bool Strips(string token) => _rules.Strip.Contains(token);

    /// <summary>Reads a name, and says all that is wrong with it at once.</summary>
    /// <param name="issued">Tracking ids that may stand in it, in capitals; null when that is not to be judged.</param>
    public NameReading Read(string fileName, IReadOnlyCollection<string>? issued = null) => new NameReader(this, issued).Read(fileName);

    /// <summary>The name under which a master goes to the agency: its own, with the tracking id in it, as Box takes it.</summary>
    public UploadName Compose(string masterName, string trackingId) => UploadName.Of(this, masterName, trackingId);
}
