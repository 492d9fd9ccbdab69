namespace Reelway.Frame.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found, in one line.</param>
/// <param name="Remedy">What to do; null when nothing is to be done.</param>
internal sealed record Finding(string Name, FindingState State, string Detail, string? Remedy = null)
{
    /// <summary>Mends it without touching data, and says what it did; null when only a person can, or nothing is to be mended.</summary>
    /// <exception cref="IOException">It can't be mended.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not mend it.</exception>
    public Func<string>? Mend { get; init; }

    public static Finding Ok(string name, string detail) => new(name, FindingState.Ok, detail);

    public static Finding Warn(string name, string detail, string remedy) => new(name, FindingState.Warn, detail, remedy);

    public static Finding Fail(string name, string detail, string remedy) => new(name, FindingState.Fail, detail, remedy);
}

/// <summary>How something is.</summary>
internal enum FindingState
{
    /// <summary>Good.</summary>
    Ok,

    /// <summary>Works, but somebody should look at it.</summary>
    Warn,

    /// <summary>Something will not work.</summary>
    Fail,
}
