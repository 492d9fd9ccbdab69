namespace Reelway.Frame.Configuration;

/// <summary>A setting as it holds now.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Value">Its value as text; a secret's is masked already.</param>
/// <param name="Origin">Who won.</param>
/// <param name="Beaten">Who lost, the strongest first; masked likewise.</param>
internal sealed record EffectiveSetting(
    string Key, string Value, SettingOrigin Origin, bool IsSecret, string Help, IReadOnlyList<BeatenSetting> Beaten)
{
    /// <summary>The setting without what must not be said.</summary>
    public EffectiveSetting Without(Secrets secrets) => this with
    {
        Value = secrets.Clean(Value),
        Beaten = [.. Beaten.Select(beaten => beaten with { Value = secrets.Clean(beaten.Value) })],
    };
}

/// <summary>A value that a stronger layer has replaced.</summary>
internal sealed record BeatenSetting(string Value, SettingOrigin Origin);
