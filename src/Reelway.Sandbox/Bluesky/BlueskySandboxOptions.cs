namespace Reelway.Sandbox.Bluesky;

/// <summary>What the stand-in for an account's server knows at its start.</summary>
public sealed record BlueskySandboxOptions
{
    public string Handle { get; init; } = "fernwood.bsky.social";

    public string Did { get; init; } = "did:plc:sandboxfernwoodconf24";

    public string AppPassword { get; init; } = "sand-box1-pass-word";

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public BlueskySettings Settings { get; init; } = new();
}

/// <summary>Switches of the stand-in; <c>PATCH /_sandbox/bluesky/settings</c> changes them.</summary>
public sealed record BlueskySettings : ResidentSettings
{
    /// <summary>Minutes until a token ends. Default 120.</summary>
    public int AccessMinutes { get; init; } = 120;

    /// <summary>Minutes until an upload that no post shows is forgotten. Default 60.</summary>
    public int BlobMinutes { get; init; } = 60;

    /// <summary>Likes of each post. Default 5.</summary>
    public int Likes { get; init; } = 5;

    internal override string? Refuse()
        => AccessMinutes < 1 || BlobMinutes < 0 || Likes < 0 ? "\"accessMinutes\" must be at least 1, and \"blobMinutes\" and \"likes\" must not be negative." : null;
}
