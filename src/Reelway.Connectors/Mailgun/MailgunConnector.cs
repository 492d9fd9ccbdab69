using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Mailgun;

/// <summary>Mailgun as configuration and help pages see it. What it can do is <see cref="MailgunMailer"/>.</summary>
internal static class MailgunConnector
{
    public const string Name = "Mailgun";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<MailgunOptions>("mailgun", Name)
        .Makes<IMailer>((options, tools) => MailgunMailer.Create(options, tools.Http))
        .IsCheckedBy(MailgunCheck.Call, MailgunCheck.RunAsync);
}
