using System.Globalization;
using System.Net;
using System.Text.Json;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Mastodon;

/// <summary>Answers of an instance as faults.</summary>
internal sealed class MastodonFaults(MastodonOptions options, Redactor redactor)
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MediaWait = TimeSpan.FromSeconds(5);

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(MastodonConnector.Name, answer, redactor)!;
        var words = WordsOf(answer);
        var (kind, advice, code) = Meaning(answer.Status, words, bare.Kind);
        var sentence = words is null ? bare.Sentence : $"could not {answer.Call.What}: {redactor.Excerpt(words).TrimEnd('.')}; {advice}";
        return new ConnectorException(MastodonConnector.Name, kind, redactor.Clean(sentence))
        {
            RetryAfter = kind switch
            {
                CallFault.RateLimited => answer.RetryAfter() ?? WaitOf(answer),
                CallFault.Transient => code is null ? bare.RetryAfter : MediaWait,
                _ => null,
            },
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient,
            Scope = kind is CallFault.Auth or CallFault.RateLimited ? ConnectionScope.Of(options.Connection) : null,
            RemoteCode = code ?? bare.RemoteCode,
            IsDenied = kind == CallFault.Auth && answer.Status == HttpStatusCode.Forbidden,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer)
        => new(MastodonConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: the answer is not what Mastodon sends ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look at the account before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    private (CallFault Kind, string Advice, string? Code) Meaning(HttpStatusCode status, string? words, CallFault otherwise) => status switch
    {
        HttpStatusCode.Unauthorized => (CallFault.Auth, $"set access_token of connection {options.Connection} to one that is valid", null),
        HttpStatusCode.Forbidden => (CallFault.Auth, "give the application the scopes read and write, and use the token that it shows then", null),
        HttpStatusCode.NotFound when words is not null => (CallFault.Permanent, "it is deleted, or was never there", PostFaults.Gone),
        HttpStatusCode.UnprocessableEntity when words?.Contains("finished processing", StringComparison.OrdinalIgnoreCase) == true
            => (CallFault.Transient, "the instance is not ready with its media yet", "media-not-ready"),
        HttpStatusCode.UnprocessableEntity when words?.Contains("media", StringComparison.OrdinalIgnoreCase) == true => (CallFault.Permanent, "look at the files", PostFaults.MediaRefused),
        HttpStatusCode.TooManyRequests => (CallFault.RateLimited, "it is tried again after the wait", null),
        _ when otherwise == CallFault.Transient => (otherwise, "it is tried again", null),
        _ => (otherwise, "the instance does not take this; its words say why", null),
    };

    // A time, and not seconds as elsewhere.
    private static TimeSpan WaitOf(HttpAnswer answer)
    {
        if (!DateTimeOffset.TryParse(answer.Header("X-RateLimit-Reset"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var reset))
        {
            return UsualWait;
        }

        var wait = reset - (answer.Headers.Date ?? answer.ReceivedAt);
        return wait < LeastWait ? LeastWait : wait;
    }

    private static string? WordsOf(HttpAnswer answer)
    {
        try
        {
            var problem = answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, MastodonJson.Default.MastodonProblem);
            return string.IsNullOrWhiteSpace(problem?.ErrorDescription) ? problem?.Error : problem.ErrorDescription;
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }
}
