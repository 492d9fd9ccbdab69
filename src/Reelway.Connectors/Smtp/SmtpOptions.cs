using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>Settings of one mail server.</summary>
public sealed class SmtpOptions : IConnectorOptions
{
    internal const int ImplicitTlsPort = 465;

    /// <inheritdoc/>
    public string Connection { get; init; } = "smtp";

    [Setting("Name or address of the mail server.", Required = true)]
    public string Host { get; init; } = "";

    [Setting("Port of the mail server: 587, 465 with security: tls, or 25 inside a network.")]
    public int Port { get; init; } = 587;

    [Setting("starttls encrypts the connection after the greeting, tls from the first byte (port 465); none is for a server on the same machine.")]
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    [Setting("User to log in as; empty: no login.")]
    public string? User { get; init; }

    [Setting("Password of the user.", Secret = true)]
    public string? Password { get; init; }

    [Setting("Address that mails come from, with a name if wanted: \"Talks <talks@example.org>\".", Required = true)]
    public string From { get; init; } = "";

    [Setting("Longest time that one mail may take.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Check()
    {
        if (Port == ImplicitTlsPort && Security == SmtpSecurity.StartTls)
        {
            yield return new("security", "security must be tls on port 465, which is encrypted from the first byte.");
        }

        if (Port is < 1 or > 65535)
        {
            yield return new("port", "port must be 1 to 65535; mail servers take submissions on 587.");
        }

        if (From.Length > 0 && MailText.AddressOf(From) is null)
        {
            yield return new("from", "from must be a mail address such as talks@example.org, or \"Talks <talks@example.org>\".");
        }

        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
        {
            yield return new(string.IsNullOrEmpty(User) ? "user" : "password", "user and password belong together: set both, or neither.");
        }

        if (Security == SmtpSecurity.None && !string.IsNullOrEmpty(Password) && !IsLocal(Host))
        {
            yield return new("security", "security must be starttls or tls when a password is sent to another machine.");
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(30))
        {
            yield return new("timeout", "timeout must be 1s to 30m.");
        }
    }

    private static bool IsLocal(string host)
        => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
