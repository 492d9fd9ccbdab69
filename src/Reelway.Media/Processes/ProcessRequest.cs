namespace Reelway.Media;

/// <summary>One run of an outside program. There is no shell: every argument reaches the program as it is.</summary>
public sealed record ProcessRequest
{
    /// <summary>Program to run: a name looked up in PATH, or a path.</summary>
    public required string Tool { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>
    /// Called with each line of standard output, cut at 8192 characters, on one thread at a time. An exception from it ends the program.
    /// Null: the output is captured instead.
    /// </summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Most bytes of standard output that are captured; more is a fault. Default 16 MiB.</summary>
    public int CaptureLimitBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Longest time the program may take; null: no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Niceness, 0 to 19. Default 0.</summary>
    public int Nice { get; init; }

    /// <summary>
    /// True when a successor of this process has to be able to end the program (see <see cref="ProcessRunner.EndLeftoversAsync"/>).
    /// Default true; false for looks that end by themselves in moments.
    /// </summary>
    public bool Recorded { get; init; } = true;
}
