using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>SMTP as configuration and help pages see it. What it can do is <see cref="SmtpMailer"/>.</summary>
internal static class SmtpConnector
{
    public const string Name = "SMTP";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<SmtpOptions>("smtp", Name)
        .Makes<IMailer>((options, tools) => SmtpMailer.Create(options, tools.Logs, tools.Clock, tools.Http.Watch))
        .IsCheckedBy(SmtpCheck.Call, SmtpCheck.RunAsync);
}
