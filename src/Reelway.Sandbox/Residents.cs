using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Bluesky;
using Reelway.Sandbox.Box;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Google;
using Reelway.Sandbox.LinkedIn;
using Reelway.Sandbox.Mailgun;
using Reelway.Sandbox.Mastodon;
using Reelway.Sandbox.OpenText;
using Reelway.Sandbox.Smtp;
using Reelway.Sandbox.Webhooks;
using Reelway.Sandbox.X;

namespace Reelway.Sandbox;

/// <summary>Every stand-in there is. A new one adds its line here, and nowhere else.</summary>
internal static class Residents
{
    public static IReadOnlyList<SandboxResident> All(SandboxGround ground) =>
    [
        new FacebookSandbox(ground),
        new SmtpCatcher(ground),
        new MailgunSandbox(ground),
        .. AwsAccount.Residents(ground),
        new GoogleSandbox(ground),
        new XSandbox(ground),
        new LinkedInSandbox(ground),
        new MastodonSandbox(ground),
        new BlueskySandbox(ground),
        new OpenTextSandbox(ground),
        new BoxSandbox(ground),
        new WebhookReceiver(ground),
    ];
}

/// <summary>What the stand-ins stand on.</summary>
/// <param name="Folder">Where uploaded files lie.</param>
/// <param name="Stopping">Ends when the sandbox does.</param>
internal sealed record SandboxGround(SandboxOptions Options, string Folder, FaultBook Faults, CancellationToken Stopping)
{
    public TimeProvider Time => Options.Time;

    /// <summary>A folder of one system's own.</summary>
    public string FolderOf(string system) => Directory.CreateDirectory(Path.Combine(Folder, system)).FullName;
}
