namespace Reelway.Sandbox.Mailgun;

/// <summary>What the Mailgun stand-in knows at its start.</summary>
public sealed record MailgunSandboxOptions
{
    /// <summary>The account's key, good for everything.</summary>
    public string ApiKey { get; init; } = "key-sandbox-mailgun-account";

    /// <summary>A key that may send and do nothing else.</summary>
    public string SendingKey { get; init; } = "key-sandbox-mailgun-sending";

    /// <summary>The account's domains and the region of each, <c>us</c> or <c>eu</c>.</summary>
    public IReadOnlyDictionary<string, string> Domains { get; init; } =
        new Dictionary<string, string> { ["mg.example.org"] = "us", ["mg.example.eu"] = "eu" };

    /// <summary>Largest message, in bytes. Default 25 MB, the vendor's limit.</summary>
    public int LargestMessageBytes { get; init; } = 25_000_000;

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public MailgunSettings Settings { get; init; } = new();
}

/// <summary>Switches of the stand-in; <c>PATCH /_sandbox/mailgun/settings</c> changes them.</summary>
public sealed record MailgunSettings : ResidentSettings
{
    /// <summary>Milliseconds until an event can be found. Default 0; the real one takes seconds.</summary>
    public int EventLagMs { get; init; }

    /// <summary>Domains that are known and not allowed to send.</summary>
    public IReadOnlyList<string> DisabledDomains { get; init; } = [];

    /// <summary>Gives every message an id of its own, whatever the sender asks for. Default false.</summary>
    public bool OwnMessageIds { get; init; }

    internal override string? Refuse() => EventLagMs < 0 ? "\"eventLagMs\" must not be negative." : null;
}
