using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Mailgun;

/// <summary>Answers of Mailgun as faults.</summary>
internal sealed partial class MailgunFaults(MailgunOptions options, Redactor redactor)
{
    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(MailgunConnector.Name, answer, redactor)!;
        var words = WordsOf(answer);
        var (kind, advice) = Meaning(answer.Status, words ?? "", bare.Kind);
        // What Mailgun did not say itself is told as any server's answer is.
        var sentence = words is { Length: > 0 }
            ? $"could not {answer.Call.What}: {redactor.Excerpt(words).TrimEnd('.')}; {advice}"
            : bare.Sentence;
        return new ConnectorException(MailgunConnector.Name, kind, redactor.Clean(sentence))
        {
            RetryAfter = kind switch
            {
                CallFault.RateLimited => answer.RetryAfter() ?? WaitIn(words ?? "", answer),
                CallFault.Transient => bare.RetryAfter,
                _ => null,
            },
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient,
            // Keys and limits are the account's: what fails for one mail fails for all of the connection.
            Scope = kind is CallFault.Auth or CallFault.RateLimited ? ConnectionScope.Of(options.Connection) : null,
            RemoteCode = bare.RemoteCode,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer)
        => new(MailgunConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: the answer is not what Mailgun sends ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "the mail may have been taken, look at the domain's log before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <remarks>
    /// A wrong domain, region or account stops every mail of the connection just as a wrong key does, so it is told as one:
    /// the connection waits for a person, and no mail is given up for it.
    /// </remarks>
    private (CallFault Kind, string Advice) Meaning(HttpStatusCode status, string words, CallFault otherwise) => status switch
    {
        HttpStatusCode.Unauthorized => (CallFault.Auth, $"check api_key and region of connection {options.Connection}: a key is known in its own region, and one that may only send can look up nothing"),
        HttpStatusCode.NotFound => (CallFault.Auth, $"check domain and region of connection {options.Connection}: a domain is known in the region that it was made in"),
        HttpStatusCode.PaymentRequired => (CallFault.Auth, "look at the account at Mailgun"),
        HttpStatusCode.BadRequest when words.Contains("not allowed to send", StringComparison.OrdinalIgnoreCase)
            => (CallFault.Auth, "look at the domain at Mailgun: it is disabled or not verified"),
        HttpStatusCode.BadRequest when words.Contains("not a valid address", StringComparison.OrdinalIgnoreCase) => (CallFault.Permanent, "check the address"),
        // Says what this account may not do with this mail; the key itself was accepted.
        HttpStatusCode.Forbidden => (CallFault.Permanent, "look at what the account may do at Mailgun"),
        HttpStatusCode.RequestEntityTooLarge => (CallFault.Permanent, "the mail is larger than the 25 MB that Mailgun takes"),
        HttpStatusCode.TooManyRequests => (CallFault.RateLimited, "it is tried again after the wait"),
        _ when otherwise == CallFault.Transient => (otherwise, "it is tried again"),
        _ => (otherwise, "Mailgun does not take this mail; its words say why"),
    };

    /// <summary>What an error says; null when it is none of Mailgun's own.</summary>
    private static string? WordsOf(HttpAnswer answer)
    {
        if (answer.Status == HttpStatusCode.Unauthorized && answer.Text.Trim() == "Forbidden")
        {
            // The one error without JSON around it.
            return answer.Text.Trim();
        }

        try
        {
            return answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, MailgunJson.Default.ErrorReply)?.Message;
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }

    /// <summary>The wait in <c>… limit exceeded, try again after Mon, 20 Dec 2021 20:33:21 UTC</c>, by Mailgun's own clock.</summary>
    private static TimeSpan? WaitIn(string words, HttpAnswer answer)
    {
        if (Until().Match(words) is not { Success: true } found
            || !DateTimeOffset.TryParseExact(
                found.Groups[1].Value, "ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
        {
            return null;
        }

        var wait = until - (answer.Headers.Date ?? answer.ReceivedAt);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    [GeneratedRegex(@"try again after (\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2}) (?:UTC|GMT)", RegexOptions.CultureInvariant)]
    private static partial Regex Until();
}
