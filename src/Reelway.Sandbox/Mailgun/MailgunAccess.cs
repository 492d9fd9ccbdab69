using Reelway.Sandbox.Mailgun;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public MailgunSandboxOptions Mailgun { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>Regions: <c>{HttpUrl}mailgun/us</c> and <c>{HttpUrl}mailgun/eu</c>.</summary>
    public MailgunSandbox Mailgun => Of<MailgunSandbox>();
}
