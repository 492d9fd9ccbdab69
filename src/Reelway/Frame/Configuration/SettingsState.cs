namespace Reelway.Frame.Configuration;

/// <summary>How the configuration in use stands to what is written now; pages show it.</summary>
internal sealed class SettingsState
{
    private volatile Standing _now = new([], []);
    private volatile IReadOnlyDictionary<Type, object>? _sections;

    /// <summary>The sections as a change has left them; null when there was none since the start.</summary>
    public IReadOnlyDictionary<Type, object>? Sections => _sections;

    /// <summary>Told after each reading of a changed configuration.</summary>
    public event Action? Changed;

    /// <summary>What is wrong with what is written now, so that the configuration before it holds; empty when nothing is.</summary>
    public IReadOnlyList<string> Refused => _now.Refused;

    /// <summary>Settings that were changed and count from the next start; empty when there are none.</summary>
    public IReadOnlyList<string> WaitForRestart => _now.WaitForRestart;

    /// <summary>Puts other sections in force, all at once.</summary>
    public void Replace(IReadOnlyDictionary<Type, object> sections) => _sections = sections;

    /// <summary>Takes over what a reading came to.</summary>
    public void Set(IReadOnlyList<string> refused, IReadOnlyList<string> waitForRestart)
    {
        _now = new(refused, waitForRestart);
        Changed?.Invoke();
    }

    private sealed record Standing(IReadOnlyList<string> Refused, IReadOnlyList<string> WaitForRestart);
}
