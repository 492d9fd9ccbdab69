namespace Reelway.Sandbox.Smtp;

/// <summary>How the mail catcher behaves.</summary>
public sealed record SmtpSandboxOptions
{
    /// <summary>Largest mail taken, in bytes; larger ones are answered 552. Default 25 MiB.</summary>
    public int LargestMailBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>Recipients of one mail. Default 100, the least that a server must take.</summary>
    public int MostRecipients { get; init; } = 100;

    /// <summary>Refuses mail from callers who did not log in. Default false.</summary>
    public bool RequireLogin { get; init; }

    /// <summary>The only name that may log in; null lets in anybody. Default null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password of <see cref="UserName"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Silence after which a connection is closed. Default five minutes, the least that RFC 5321 allows.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(5);
}
