using Reelway.Frame.Configuration.Documents;

namespace Reelway.Frame.Configuration;

/// <summary>The configuration as it holds for this process.</summary>
internal sealed class Settings(IReadOnlyDictionary<Type, object> sections)
{
    /// <summary>Bound sections by the type of their options.</summary>
    public IReadOnlyDictionary<Type, object> Sections => sections;

    /// <summary>The main file; null when there is none and defaults hold.</summary>
    public string? File { get; init; }

    /// <summary>Name of the environment; null when none was named.</summary>
    public string? Environment { get; init; }

    /// <summary>What relative paths are relative to.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The configured accounts.</summary>
    public required IReadOnlyList<ConnectionSettings> Connections { get; init; }

    /// <summary>Every setting with where it comes from.</summary>
    public required IReadOnlyList<EffectiveSetting> Effective { get; init; }

    /// <summary>All that is wrong or doubtful.</summary>
    public required IReadOnlyList<SettingProblem> Problems { get; init; }

    /// <summary>What must not be said.</summary>
    public required Secrets Secrets { get; init; }

    /// <summary>All that is written, before it was bound. Holds secrets, so it is compared and never shown.</summary>
    public required SettingMap Tree { get; init; }

    /// <summary>What variables of other names and something else set differently.</summary>
    public required IReadOnlyList<SettingConflict> Conflicts { get; init; }

    /// <summary>The keys of older systems' documents, each with what became of it; empty when there are none.</summary>
    public required IReadOnlyList<TakenKey> DocumentKeys { get; init; }

    /// <summary>Every file that has a part in it, those included that were looked for in vain.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Files that hold one value each, most likely a secret.</summary>
    public required IReadOnlyCollection<string> ValueFiles { get; init; }

    /// <summary>Reads everything as it is now, from the same places.</summary>
    public required Func<Settings> ReadAgain { get; init; }

    /// <summary>True when nothing stops the start.</summary>
    public bool IsUsable => !Problems.Any(problem => problem.IsError);

    /// <summary>The options of a section.</summary>
    public T Get<T>()
        where T : class
        => (T)sections[typeof(T)];
}
