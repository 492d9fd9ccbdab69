namespace Reelway.Connectors.Smtp;

/// <summary>How mail is protected on its way to the server.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all: for a server on the same machine.</summary>
    None,

    /// <summary>The connection begins in clear and is encrypted before anything is said (RFC 3207).</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (RFC 8314): port 465.</summary>
    Tls,
}
