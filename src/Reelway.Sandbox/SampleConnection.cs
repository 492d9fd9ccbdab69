namespace Reelway.Sandbox;

/// <summary>What a configuration has below <c>connections</c> of a stand-in. Stand-ins of one account share a connection by its name.</summary>
/// <param name="Lines">YAML, without the name's line.</param>
internal sealed record SampleConnection(string Name, params IReadOnlyList<string> Lines)
{
    /// <summary>What a person has to know or do first.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True for one that stands there as a comment, because it lacks something that a person has to do first.</summary>
    public bool IsOff { get; init; }

    /// <summary>The lines of a configuration for one connection.</summary>
    public static IEnumerable<string> Yaml(IEnumerable<SampleConnection> sharing)
    {
        var all = sharing.ToList();
        var lines = all.SelectMany(one => one.Lines).Distinct().Select(line => "  " + line).ToList();
        return
        [
            .. all.SelectMany(one => one.Notes).Select(note => "  # " + note),
            .. (lines.Count == 0 ? lines : [all[0].Name + ":", .. lines]).Select(line => all[0].IsOff ? "  # " + line : "  " + line),
        ];
    }
}
