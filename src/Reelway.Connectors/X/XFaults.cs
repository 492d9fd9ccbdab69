using System.Globalization;
using System.Net;
using System.Text.Json;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>Answers of X as faults.</summary>
internal sealed class XFaults(XOptions options, Redactor redactor)
{
    // X's counters run for a quarter of an hour; a wait that it does not name is one of them.
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan NotVisibleWait = TimeSpan.FromSeconds(5);

    // The cap of a plan is counted by the month: it is asked again some times a day.
    private static readonly TimeSpan CapWait = TimeSpan.FromHours(6);

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(XConnector.Name, answer, redactor)!;
        var problem = ProblemOf(answer);
        var words = WordsOf(problem);
        var (kind, advice, code) = Meaning(answer.Status, problem, words ?? "", bare.Kind);
        var sentence = words is null ? bare.Sentence : $"could not {answer.Call.What}: {redactor.Excerpt(words).TrimEnd('.')}; {advice}";
        return new ConnectorException(XConnector.Name, kind, redactor.Clean(sentence))
        {
            RetryAfter = kind switch
            {
                CallFault.RateLimited => answer.RetryAfter() ?? WaitOf(answer, problem),
                CallFault.Transient when code == "not-visible" => NotVisibleWait,
                CallFault.Transient => bare.RetryAfter,
                _ => null,
            },
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient,
            // Keys, credits and counters are the account's: what fails for one post fails for all of the connection.
            Scope = kind is CallFault.Auth or CallFault.RateLimited ? ConnectionScope.Of(options.Connection) : null,
            RemoteCode = code ?? bare.RemoteCode,
            IsDenied = kind == CallFault.Auth && answer.Status != HttpStatusCode.Unauthorized,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer)
        => new(XConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: the answer is not what X sends ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "the post may be out, look at the account before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>Somebody has to log in.</summary>
    public ConnectorException NeedsLogin(string sentence) => new(XConnector.Name, CallFault.Auth, redactor.Clean(sentence))
    {
        Scope = ConnectionScope.Of(options.Connection),
        Remedy = new Remedy(RemedyAction.LogIn, options.Connection),
    };

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(string sentence) => new(XConnector.Name, CallFault.Permanent, redactor.Clean(sentence));

    private (CallFault Kind, string Advice, string? Code) Meaning(HttpStatusCode status, XProblem? problem, string words, CallFault otherwise) => status switch
    {
        HttpStatusCode.Unauthorized => (CallFault.Auth, $"check the four keys of connection {options.Connection}, and this machine's clock", null),
        HttpStatusCode.PaymentRequired => (CallFault.Auth, "the account at X has no credits left: buy some, or raise its spending limit", null),
        HttpStatusCode.Forbidden when Says(words, "duplicate content") => (CallFault.Permanent, "the account has posted the same text shortly before", PostFaults.Duplicate),
        // The servers of X learn of a post at different times: a thread's next part may come too soon for one of them.
        HttpStatusCode.Forbidden when Says(words, "not visible to you") => (CallFault.Transient, "the post that it answers is not seen everywhere yet, or is deleted", "not-visible"),
        HttpStatusCode.BadRequest or HttpStatusCode.Forbidden when Says(words, "media id") => (CallFault.Permanent, "what was uploaded is not known any more: upload it again", PostFaults.MediaRefused),
        HttpStatusCode.NotFound when IsOf(problem, "resource-not-found") => (CallFault.Permanent, "it is deleted, or was never there", PostFaults.Gone),
        HttpStatusCode.Forbidden when IsOf(problem, "client-forbidden") || IsOf(problem, "unsupported-authentication") || IsOf(problem, "oauth1-permissions")
            => (CallFault.Auth, "look at what the app may do at X, and make the access token again when that has changed", null),
        HttpStatusCode.Forbidden when Says(words, "suspended") => (CallFault.Auth, "look at the account at X", null),
        HttpStatusCode.Forbidden or HttpStatusCode.BadRequest => (CallFault.Permanent, "X does not take this post; its words say why", null),
        HttpStatusCode.TooManyRequests when IsOf(problem, "usage-capped") => (CallFault.RateLimited, "the plan's cap is used up; it is tried again later", "usage-capped"),
        HttpStatusCode.TooManyRequests => (CallFault.RateLimited, "it is tried again after the wait", null),
        _ when otherwise == CallFault.Transient => (otherwise, "it is tried again", null),
        _ => (otherwise, "X does not take this; its words say why", null),
    };

    /// <summary>X could not work with an uploaded file.</summary>
    public ConnectorException MediaRefused(string? words)
        => new(XConnector.Name, CallFault.Permanent, redactor.Clean($"could not use an uploaded file: {redactor.Excerpt(words ?? "X does not say why").TrimEnd('.')}; look at the file"))
        {
            RemoteCode = PostFaults.MediaRefused,
        };

    /// <summary>X does not know a post.</summary>
    public static ConnectorException Gone(string id)
        => new(XConnector.Name, CallFault.Permanent, $"there is no post {id}: it is deleted, or was never there") { RemoteCode = PostFaults.Gone };

    private static TimeSpan WaitOf(HttpAnswer answer, XProblem? problem)
    {
        if (IsOf(problem, "usage-capped"))
        {
            return CapWait;
        }

        if (!long.TryParse(answer.Header("x-rate-limit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253402300799)
        {
            return UsualWait;
        }

        // By X's own clock, where its answer shows it: ours may be off.
        var wait = DateTimeOffset.FromUnixTimeSeconds(seconds) - (answer.Headers.Date ?? answer.ReceivedAt);
        return wait < LeastWait ? LeastWait : wait;
    }

    private static bool IsOf(XProblem? problem, string type) => problem?.Type is { } text && text.EndsWith("/" + type, StringComparison.Ordinal);

    private static bool Says(string words, string what) => words.Contains(what, StringComparison.OrdinalIgnoreCase);

    /// <summary>What an error says; null when it is none of X's own.</summary>
    private static string? WordsOf(XProblem? problem)
    {
        var detail = problem?.Detail ?? problem?.Title;
        var items = problem?.Errors?.Select(error => error.Message ?? error.Detail).OfType<string>().Where(text => text != detail) ?? [];
        var all = string.Join(' ', items.Prepend(detail).Where(text => !string.IsNullOrWhiteSpace(text)));
        return all.Length > 0 ? all : null;
    }

    private static XProblem? ProblemOf(HttpAnswer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, XJson.Default.XProblem);
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }
}
