namespace Reelway.Connections;

/// <summary>What the store knows of a connection.</summary>
internal sealed record ConnectionState
{
    /// <summary>The connection's name.</summary>
    public required string Name { get; init; }

    /// <summary>The last call that succeeded; null: none is known.</summary>
    public DateTimeOffset? GoodAt { get; init; }

    /// <summary>The last call that failed for a reason that concerns the connection.</summary>
    public ConnectionTrouble? Trouble { get; init; }

    /// <summary>What the last check found; null when it was never checked.</summary>
    public ConnectionFinding? Finding { get; init; }

    /// <summary>The pause that a person has made; null when there is none.</summary>
    public ConnectionPause? Pause { get; init; }

    /// <summary>How it is, in a word: what needs a person comes first.</summary>
    public ConnectionHealth Health(DateTimeOffset now) => this switch
    {
        { Pause: not null } => ConnectionHealth.Paused,
        _ when Problem is not null => IsForAPerson ? ConnectionHealth.NeedsAttention : ConnectionHealth.Failing,
        _ when Finding is { } finding && (finding.Warnings.Count > 0 || finding.ExpiresAt - now < ExpiryWarning) => ConnectionHealth.Doubtful,
        { GoodAt: not null } => ConnectionHealth.Good,
        _ => ConnectionHealth.Unknown,
    };

    /// <summary>When an end of credentials is told beforehand: time for a person to log in, beyond a weekend and a holiday.</summary>
    public static readonly TimeSpan ExpiryWarning = TimeSpan.FromDays(7);

    /// <summary>Why it does not work now, in a sentence; null when it does, or nobody knows.</summary>
    public string? Problem
        => Finding is { Problem: { } found } && !(GoodAt > Finding.At) ? found
            : Trouble is { } trouble && !(GoodAt > trouble.At) && !(Finding?.At >= trouble.At) ? trouble.Sentence
            : null;

    private bool IsForAPerson => (Finding is { Problem: not null } && Problem == Finding.Problem ? Finding.Kind : Trouble?.Kind) is "auth" or "permanent" or "permissions";
}

/// <summary>A failed call.</summary>
/// <param name="Kind"><c>transient</c>, <c>rate-limited</c>, <c>auth</c>.</param>
internal sealed record ConnectionTrouble(DateTimeOffset At, string Sentence, string Kind);

/// <summary>Since when, and by whom, a connection is paused.</summary>
internal sealed record ConnectionPause(DateTimeOffset At, string By);

/// <summary>How a connection is.</summary>
internal enum ConnectionHealth
{
    /// <summary>Never used and never checked.</summary>
    Unknown,

    /// <summary>Its last call succeeded.</summary>
    Good,

    /// <summary>Works, but somebody should look at it.</summary>
    Doubtful,

    /// <summary>Its last call failed, and may succeed by itself.</summary>
    Failing,

    /// <summary>Does not work until a person does something.</summary>
    NeedsAttention,

    /// <summary>A person has paused it.</summary>
    Paused,
}
