using System.Text;

namespace Reelway.Sandbox.Smtp;

/// <summary>Sender and recipients of the mail that is being handed in, and which of them are taken.</summary>
internal sealed class SmtpEnvelope(SmtpSandboxOptions options)
{
    private readonly List<string> _recipients = [];
    private bool _isInternational;

    /// <summary>Null until MAIL was taken; empty for a bounce.</summary>
    public string? Sender { get; private set; }

    public IReadOnlyList<string> Recipients => _recipients;

    public SmtpReply TooLarge => new(552, $"5.3.4 The mail is larger than {options.LargestMailBytes} bytes.");

    /// <summary>Why the sender is not taken; null when it is.</summary>
    public SmtpReply? RefuseSender(SmtpPath path)
    {
        if (path.Parameters.FirstOrDefault(parameter => parameter.Key is not ("SIZE" or "BODY" or "SMTPUTF8" or "AUTH")).Key is { } unknown)
        {
            return new SmtpReply(555, $"5.5.4 The parameter {unknown} is not known.");
        }

        return path.Size > options.LargestMailBytes ? TooLarge : RefuseLetters(path, path.Has("SMTPUTF8"));
    }

    /// <summary>Why the recipient is not taken; null when it is.</summary>
    public SmtpReply? RefuseRecipient(SmtpPath path)
        => path.Parameters.Count > 0
            ? new SmtpReply(555, $"5.5.4 The parameter {path.Parameters[0].Key} is not known.")
            : RefuseLetters(path, _isInternational);

    public SmtpReply TakeSender(SmtpPath path)
    {
        Sender = path.Address;
        _isInternational = path.Has("SMTPUTF8");
        return new SmtpReply(250, "2.1.0 Ok");
    }

    public SmtpReply TakeRecipient(SmtpPath path)
    {
        if (_recipients.Count >= options.MostRecipients)
        {
            return new SmtpReply(452, "4.5.3 Too many recipients.");
        }

        _recipients.Add(path.Address);
        return new SmtpReply(250, "2.1.5 Ok");
    }

    public void Forget()
    {
        Sender = null;
        _isInternational = false;
        _recipients.Clear();
    }

    private static SmtpReply? RefuseLetters(SmtpPath path, bool isInternational)
        => isInternational || Ascii.IsValid(path.Address) ? null : new SmtpReply(553, "5.6.7 Such an address needs SMTPUTF8.");
}
