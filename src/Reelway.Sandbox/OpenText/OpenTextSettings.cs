namespace Reelway.Sandbox.OpenText;

/// <summary>Switches of the stand-in; <c>PATCH /_sandbox/opentext/settings</c> changes them.</summary>
public sealed record OpenTextSettings : ResidentSettings
{
    /// <summary>Milliseconds until searches see what has changed. Default 0.</summary>
    public int IndexLagMs { get; init; }

    /// <summary>Seconds after which a lock ends by itself. Default 300.</summary>
    public int LockSeconds { get; init; } = 300;

    /// <summary>Status of "locked by another user": 500 as for most refusals, or 409. Default 500.</summary>
    public int LockedStatus { get; init; } = 500;

    /// <summary>Seconds that a token of OTDS lives. Default 3600.</summary>
    public int TokenSeconds { get; init; } = 3600;

    /// <summary>Seconds without a call after which a session is over. Default 1800.</summary>
    public int SessionIdleSeconds { get; init; } = 1800;

    /// <summary>Answers a dead session with status 500 and words, as some sites do. Default false.</summary>
    public bool SessionsDieWith500 { get; init; }

    /// <summary>Most items in one page, whatever is asked for. Default 200.</summary>
    public int MostPerPage { get; init; } = 200;

    /// <summary>Items that lists and searches leave out at their end, while they count them. Default 0.</summary>
    public int ReadsShort { get; init; }

    /// <summary>Milliseconds that an import takes. Default 0.</summary>
    public int JobMs { get; init; }

    /// <summary>Looks at a job that still see it running. Default 1.</summary>
    public int JobLooks { get; init; } = 1;

    /// <summary>What imports fail with; empty: they succeed.</summary>
    public string JobFailure { get; init; } = "";

    /// <summary>Leaves the ids of what was created out of a job's answer. Default false.</summary>
    public bool HasBareJobs { get; init; }

    /// <summary>Reads of an imported asset that do not find it yet. Default 0.</summary>
    public int HidesNewFor { get; init; }

    /// <summary>Stores imported files with another name: what is not a letter, a digit, a dot, a dash or a low line becomes a low line. Default false.</summary>
    public bool CleansNames { get; init; }

    /// <summary>Bytes by which assets are described smaller than they are. Default 0.</summary>
    public int UnderstatesBytes { get; init; }

    /// <summary>Sends those who want a file to another address of the same machine. Default false.</summary>
    public bool RedirectsContents { get; init; }

    internal override string? Refuse() => this switch
    {
        { LockSeconds: < 1 } or { TokenSeconds: < 1 } or { SessionIdleSeconds: < 1 } or { MostPerPage: < 1 }
            => "\"lockSeconds\", \"tokenSeconds\", \"sessionIdleSeconds\" and \"mostPerPage\" must be at least 1.",
        { LockedStatus: not (409 or 500) } => "\"lockedStatus\" must be 409 or 500.",
        _ when IndexLagMs < 0 || ReadsShort < 0 || JobMs < 0 || JobLooks < 0 || HidesNewFor < 0
            => "\"indexLagMs\", \"readsShort\", \"jobMs\", \"jobLooks\" and \"hidesNewFor\" must not be negative.",
        _ => null,
    };
}
