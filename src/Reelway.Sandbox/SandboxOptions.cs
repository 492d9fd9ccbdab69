using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Google;
using Reelway.Sandbox.Mailgun;
using Reelway.Sandbox.Smtp;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox;

/// <summary>How a sandbox starts. Every default works on its own.</summary>
public sealed record SandboxOptions
{
    /// <summary>Port of all HTTP stand-ins and of the state page; 0 takes a free one. Default 0.</summary>
    public int HttpPort { get; init; }

    /// <summary>Port of the mail catcher; 0 takes a free one. Default 0.</summary>
    public int SmtpPort { get; init; }

    /// <summary>Folder for uploaded files; it stays after the sandbox ended. Default null: an own temporary folder, deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Clock of token lifetimes, upload sessions, delays and throttling.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public AwsSandboxOptions Aws { get; init; } = new();

    public FacebookSandboxOptions Facebook { get; init; } = new();

    public GoogleSandboxOptions Google { get; init; } = new();

    public MailgunSandboxOptions Mailgun { get; init; } = new();

    public SmtpSandboxOptions Smtp { get; init; } = new();

    public WebhookSandboxOptions Webhooks { get; init; } = new();
}
