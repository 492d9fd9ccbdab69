using System.Text;

namespace Reelway.Connectors.Smtp;

/// <summary>Whether a mail server is there and takes the login: greets it, encrypts, logs in, and leaves without a mail.</summary>
internal static class SmtpCheck
{
    public const string Call = "greet the mail server and log in";

    public static async Task<ConnectionCheck> RunAsync(SmtpOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var redactor = new Redactor(options.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes(options.Password ?? "")));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        using var conversation = new SmtpConversation(options);
        try
        {
            await conversation.OpenAsync(limit.Token);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            throw SmtpFaults.From(problem, $"could not {Call}", options, redactor, mayBeTaken: false);
        }

        await conversation.CloseAsync(cancellation);
        var security = options.Security == SmtpSecurity.None ? "not encrypted" : "encrypted";
        var login = string.IsNullOrEmpty(options.User) ? "no login" : $"as {options.User}";
        return new ConnectionCheck { Call = Call, Identity = $"{options.Host}:{options.Port}, {login}, {security}; mails come from {options.From}" };
    }
}
