namespace Reelway.Sandbox.Mastodon;

/// <summary>What the stand-in for an instance of Mastodon knows at its start.</summary>
public sealed record MastodonSandboxOptions
{
    public string AccountId { get; init; } = "109600000000000001";

    public string Username { get; init; } = "fernwoodconf";

    public string Token { get; init; } = "sandbox-mastodon-token";

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public MastodonSettings Settings { get; init; } = new();
}

/// <summary>Switches of the stand-in; <c>PATCH /_sandbox/mastodon/settings</c> changes them.</summary>
public sealed record MastodonSettings : ResidentSettings
{
    /// <summary>Longest text. Default 500.</summary>
    public int MaxCharacters { get; init; } = 500;

    /// <summary>Calls in five minutes. Default 300.</summary>
    public int CallsPerWindow { get; init; } = 300;

    /// <summary>Looks at a file that still see it being worked on. Default 1.</summary>
    public int MediaLooks { get; init; } = 1;

    /// <summary>Favourites of each post. Default 6.</summary>
    public int Favourites { get; init; } = 6;

    internal override string? Refuse() => this switch
    {
        { MaxCharacters: < 1 } or { CallsPerWindow: < 1 } => "\"maxCharacters\" and \"callsPerWindow\" must be at least 1.",
        { MediaLooks: < 0 } or { Favourites: < 0 } => "\"mediaLooks\" and \"favourites\" must not be negative.",
        _ => null,
    };
}
