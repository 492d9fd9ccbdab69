namespace Reelway.Frame.Configuration;

/// <summary>A setting as it holds now.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Value">Its value as text; a secret's is masked already.</param>
/// <param name="Origin">Who won.</param>
/// <param name="Overridden">Who lost, the strongest first; masked likewise.</param>
internal sealed record EffectiveSetting(
    string Key, string Value, SettingOrigin Origin, bool IsSecret, IReadOnlyList<OverriddenSetting> Overridden)
{
    /// <summary>The setting without what must not be said.</summary>
    public EffectiveSetting Without(Secrets secrets) => this with
    {
        Value = secrets.Clean(Value),
        Overridden = [.. Overridden.Select(overridden => overridden with { Value = secrets.Clean(overridden.Value) })],
    };
}

/// <summary>A value that a stronger layer has replaced.</summary>
internal sealed record OverriddenSetting(string Value, SettingOrigin Origin);
