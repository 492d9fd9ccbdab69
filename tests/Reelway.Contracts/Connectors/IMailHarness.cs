using Reelway.Connectors;
using Reelway.Connectors.Mail;

namespace Reelway.Contracts.Connectors;

/// <summary>One way to send mail, wired to a scripted server, as <see cref="MailContract"/> drives it.</summary>
public interface IMailHarness : IAsyncDisposable
{
    IMailer Mailer { get; }

    CapturedLog Log { get; }

    /// <summary>All secrets that the connection knows.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>The Message-IDs of the mails that the server took, oldest first.</summary>
    IReadOnlyList<string> Taken { get; }

    /// <summary>True when nothing at all was said to the server.</summary>
    bool IsUntouched { get; }

    /// <summary>What the server does with each mail from now on.</summary>
    void Behave(MailTrouble trouble);

    /// <summary>Waits until a mail has come to where the trouble begins.</summary>
    Task TroubleReachedAsync(CancellationToken cancellation);

    /// <summary>What the system's refusal of too many mails means.</summary>
    CallFault Throttling { get; }

    /// <summary>Ends the server.</summary>
    ValueTask EndServerAsync();
}
