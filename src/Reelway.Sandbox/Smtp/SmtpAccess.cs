using Reelway.Sandbox.Smtp;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public SmtpSandboxOptions Smtp { get; init; } = new();

    /// <summary>Port of the mail catcher; 0 takes a free one. Default 0.</summary>
    public int SmtpPort { get; init; }
}

public sealed partial class SandboxServer
{
    public SmtpCatcher Mail => Of<SmtpCatcher>();

    public int SmtpPort => Mail.Port;
}
