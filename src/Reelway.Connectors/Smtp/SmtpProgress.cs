using MailKit;

namespace Reelway.Connectors.Smtp;

/// <summary>Hears a dialogue and keeps one thing of it: that the server is ready for the text. Nothing is written down, since passwords are said here too.</summary>
internal sealed class SmtpProgress : IProtocolLogger
{
    private int _wantsText;

    /// <summary>True from when the server has answered DATA with 354.</summary>
    public bool WantsText => Volatile.Read(ref _wantsText) != 0;

    /// <inheritdoc/>
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <inheritdoc/>
    public void LogConnect(Uri uri)
    {
    }

    /// <inheritdoc/>
    public void LogClient(byte[] buffer, int offset, int count)
    {
    }

    /// <inheritdoc/>
    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (buffer.AsSpan(offset, count).StartsWith("354"u8))
        {
            Volatile.Write(ref _wantsText, 1);
        }
    }

    public void Dispose()
    {
    }
}
