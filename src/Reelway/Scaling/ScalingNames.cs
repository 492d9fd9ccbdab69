using Reelway.Frame.Configuration;
using Reelway.Scaling.Names;

namespace Reelway.Scaling;

/// <summary>How files are named, as the settings say it now.</summary>
internal sealed class ScalingNames(Current<ScalingOptions> current)
{
    private NamePattern? _pattern;

    /// <summary>The pattern.</summary>
    public NamePattern Current => _pattern ??= Load();

    private NamePattern Load()
    {
        var problems = new List<string>();
        return NamePattern.Load(current.Value.Names.Rules, problems) ?? throw new InvalidOperationException($"scaling.names was not checked: {string.Join(' ', problems)}");
    }
}
