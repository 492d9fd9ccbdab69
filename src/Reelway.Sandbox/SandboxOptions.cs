namespace Reelway.Sandbox;

/// <summary>How a sandbox starts; each stand-in adds its own part. Every default works on its own.</summary>
public sealed partial record SandboxOptions
{
    /// <summary>Port of all HTTP stand-ins and of the state page; 0 takes a free one. Default 0.</summary>
    public int HttpPort { get; init; }

    /// <summary>Folder for uploaded files; it stays after the sandbox ended. Default null: an own temporary folder, deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Clock of token lifetimes, upload sessions, delays and throttling.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
