namespace Reelway.Connectors.Mail;

/// <summary>Sends mails by one connection. Safe for calls at the same time.</summary>
public interface IMailer
{
    /// <summary>Sends a mail; returns when the other side has taken it.</summary>
    /// <exception cref="ConnectorException">
    /// It was not taken; with <see cref="ConnectorException.OutcomeUnknown"/>, also after a cancellation, it may have been.
    /// </exception>
    Task SendAsync(OutgoingMail mail, CancellationToken cancellation);
}
