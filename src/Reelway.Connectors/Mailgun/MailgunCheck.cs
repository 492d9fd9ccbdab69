using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Mailgun;

/// <summary>Whether key, domain and region fit together: looks into the domain's events, and sends nothing.</summary>
internal static class MailgunCheck
{
    public const string Call = "read the domain's events";

    public static async Task<ConnectionCheck> RunAsync(MailgunOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        await ((MailgunMailer)clients.Get<IMailer>()).CheckAsync(cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = $"{options.Domain} in region {options.Region.ToString().ToLowerInvariant()}; mails come from {options.From}",
            Warnings = options.TestMode ? ["Mails are taken and not delivered: test_mode is set."] : [],
        };
    }
}
