namespace Reelway.Sandbox.Smtp;

internal sealed record SmtpSnapshot(int Port, long Total, IReadOnlyList<CaughtMail> Mails, IReadOnlyList<SandboxRequest> Requests);
