using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>Settings of one mail server.</summary>
public sealed class SmtpOptions : IConnectorOptions
{
    internal const int ImplicitTlsPort = 465;

    /// <inheritdoc/>
    public string Connection { get; init; } = "smtp";

    [Setting("Name or address of the mail server.")]
    [Required]
    public string Host { get; init; } = "";

    [Setting("Port of the mail server: 587, 465 with security: tls, or 25 inside a network.")]
    [Range(1, 65535, ErrorMessage = "must be 1 to 65535; mail servers take submissions on 587.")]
    public int Port { get; init; } = 587;

    [Setting("starttls encrypts the connection after the greeting, tls from the first byte (port 465); none is for a server on the same machine.")]
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    [Setting("User to log in as; empty: no login.")]
    public string? User { get; init; }

    [Setting("Password of the user.", Secret = true)]
    public string? Password { get; init; }

    [Setting(MailText.FromHelp)]
    [Required]
    [MailAddress]
    public string From { get; init; } = "";

    [Setting("Longest time that one mail may take.")]
    [Lasts("1s", "30m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port == ImplicitTlsPort && Security == SmtpSecurity.StartTls)
        {
            yield return new("must be tls on port 465, which is encrypted from the first byte.", [nameof(Security)]);
        }

        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
        {
            yield return new("is missing: user and password belong together; set both, or neither.", [string.IsNullOrEmpty(User) ? nameof(User) : nameof(Password)]);
        }

        if (Security == SmtpSecurity.None && !string.IsNullOrEmpty(Password) && !IsLocal(Host))
        {
            yield return new("must be starttls or tls when a password is sent to another machine.", [nameof(Security)]);
        }
    }

    private static bool IsLocal(string host)
        => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
