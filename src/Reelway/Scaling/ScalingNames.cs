using Reelway.Frame.Configuration;
using Reelway.Scaling.Names;

namespace Reelway.Scaling;

/// <summary>How files are named, as the settings say it now.</summary>
internal sealed class ScalingNames(Current<ScalingOptions> current)
{
    private volatile Loaded _loaded = new(new ScalingNaming(), NamePattern.Default);

    /// <summary>The pattern. It is loaded again only when its settings have changed.</summary>
    public NamePattern Current
    {
        get
        {
            var its = current.Value.Names;
            var loaded = _loaded;
            if (!ReferenceEquals(loaded.Of, its))
            {
                var problems = new List<string>();
                var pattern = NamePattern.Load(its.Rules, problems) ?? throw new InvalidOperationException($"scaling.names was not checked: {string.Join(' ', problems)}");
                _loaded = loaded = new Loaded(its, pattern);
            }

            return loaded.Pattern;
        }
    }

    private sealed record Loaded(ScalingNaming Of, NamePattern Pattern);
}
