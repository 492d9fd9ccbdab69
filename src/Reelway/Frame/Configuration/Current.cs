namespace Reelway.Frame.Configuration;

/// <summary>
/// A section of the settings as one piece of work sees it, a request or one execution of a flow: from its beginning to its end, with all other sections of the same
/// reading. What is changed meanwhile counts for the next piece of work.
/// </summary>
/// <param name="first">The section as it was at the start.</param>
internal sealed class Current<T>(T first, SettingsSnapshot snapshot)
    where T : class
{
    /// <summary>The section.</summary>
    public T Value => snapshot.Find<T>() ?? first;
}

/// <summary>The sections that one piece of work sees. There is one in each scope of services.</summary>
internal sealed class SettingsSnapshot(SettingsState state)
{
    private readonly IReadOnlyDictionary<Type, object>? _sections = state.Sections;

    /// <summary>A section as a change had left it; null when there was none.</summary>
    public T? Find<T>()
        where T : class
        => _sections?.GetValueOrDefault(typeof(T)) as T;
}

/// <summary>A section of the settings as it holds at the moment, for what runs as long as the process. Taken once for each piece of work.</summary>
/// <param name="first">The section as it was at the start.</param>
internal sealed class Live<T>(T first, SettingsState state)
    where T : class
{
    /// <summary>The section now. It does not change any more; ask again for the next piece of work.</summary>
    public T Value => state.Sections?.GetValueOrDefault(typeof(T)) as T ?? first;
}
