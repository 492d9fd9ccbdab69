using System.Globalization;
using System.Net;
using System.Text.Json;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Bluesky;

/// <summary>Answers of an account's server as faults.</summary>
internal sealed class BlueskyFaults(BlueskyOptions options, Redactor redactor)
{
    /// <summary>Remote code of a token that has ended, as each does within hours; another one is to be had.</summary>
    public const string Expired = "ExpiredToken";

    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(BlueskyConnector.Name, answer, redactor)!;
        var problem = ProblemOf(answer);
        var words = string.IsNullOrWhiteSpace(problem?.Message) ? problem?.Error : problem.Message;
        var (kind, advice, code) = Meaning(answer.Status, problem?.Error, bare.Kind);
        var sentence = words is null ? bare.Sentence : $"could not {answer.Call.What}: {redactor.Excerpt(words).TrimEnd('.')}; {advice}";
        return new ConnectorException(BlueskyConnector.Name, kind, redactor.Clean(sentence))
        {
            RetryAfter = kind switch
            {
                CallFault.RateLimited => answer.RetryAfter() ?? WaitOf(answer),
                CallFault.Transient => bare.RetryAfter,
                _ => null,
            },
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient,
            Scope = kind is CallFault.Auth or CallFault.RateLimited ? ConnectionScope.Of(options.Connection) : null,
            RemoteCode = code ?? problem?.Error ?? bare.RemoteCode,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer)
        => new(BlueskyConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: the answer is not what Bluesky sends ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look at the account before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>There is no such post.</summary>
    public static ConnectorException Gone(string id)
        => new(BlueskyConnector.Name, CallFault.Permanent, $"there is no post {id}: it is deleted, or was never there") { RemoteCode = PostFaults.Gone };

    private static (CallFault Kind, string Advice, string? Code) Meaning(HttpStatusCode status, string? error, CallFault otherwise) => error switch
    {
        Expired or "InvalidToken" or "AuthenticationRequired" or "AuthMissing" => (CallFault.Auth, "check the handle, and set app_password to one that is valid", error),
        "AccountTakedown" or "AccountDeactivated" or "AccountSuspended" => (CallFault.Auth, "look at the account at Bluesky", error),
        "RecordNotFound" => (CallFault.Permanent, "it is deleted, or was never there", PostFaults.Gone),
        // An upload that no post shows is forgotten within minutes.
        "BlobNotFound" => (CallFault.Permanent, "what was uploaded is not known any more: upload it again", PostFaults.MediaRefused),
        _ when status == HttpStatusCode.Unauthorized => (CallFault.Auth, "check the handle, and set app_password to one that is valid", error),
        _ when status == HttpStatusCode.TooManyRequests => (CallFault.RateLimited, "it is tried again after the wait", error),
        _ when otherwise == CallFault.Transient => (otherwise, "it is tried again", null),
        _ => (otherwise, "Bluesky does not take this; its words say why", error),
    };

    private static TimeSpan WaitOf(HttpAnswer answer)
    {
        if (!long.TryParse(answer.Header("RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253402300799)
        {
            return UsualWait;
        }

        var wait = DateTimeOffset.FromUnixTimeSeconds(seconds) - (answer.Headers.Date ?? answer.ReceivedAt);
        return wait < LeastWait ? LeastWait : wait;
    }

    private static BlueskyProblem? ProblemOf(HttpAnswer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, BlueskyJson.Default.BlueskyProblem);
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }
}
