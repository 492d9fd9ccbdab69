using System.Net;

namespace Reelway.Connectors;

/// <summary>Faults of answers that carry no error of the system's own: what the bare status means.</summary>
internal static class HttpFaults
{
    /// <summary>The fault of an answer without success; null when it succeeded.</summary>
    public static ConnectorException? FromStatus(string connector, HttpAnswer answer, Redactor redactor)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var kind = KindOf(answer.Status);
        return new ConnectorException(connector, kind, redactor.Clean($"{What(answer, redactor)}; {AdviceFor(answer)}"))
        {
            RetryAfter = kind is CallFault.RateLimited or CallFault.Transient ? answer.RetryAfter() : null,
            OutcomeUnknown = !answer.Call.IsRead && MayHaveHappened(answer.Status),
            RemoteCode = $"http-{(int)answer.Status}",
            IsDenied = answer.Status == HttpStatusCode.Forbidden,
        };
    }

    /// <summary>What happened, without what to do.</summary>
    public static string What(HttpAnswer answer, Redactor redactor)
        => $"could not {answer.Call.What}: answered {(int)answer.Status} {answer.Status}{Excerpt(answer, redactor)}";

    private static CallFault KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired => CallFault.Auth,
        HttpStatusCode.TooManyRequests => CallFault.RateLimited,
        HttpStatusCode.RequestTimeout or (HttpStatusCode)425 => CallFault.Transient,
        >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => CallFault.Transient,
        _ => CallFault.Permanent,
    };

    // 502 and 504 come from a gateway that lost the server behind it, and a bare 500 from a server that broke down
    // half-way: either may have done the work. 503 says that the request was not taken.
    private static bool MayHaveHappened(HttpStatusCode status)
        => status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    private static string AdviceFor(HttpAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "check the connection's credentials and what they may do",
        HttpStatusCode.TooManyRequests => "it is tried again after the wait",
        HttpStatusCode.NotFound => "check the address in the connection",
        HttpStatusCode.RequestEntityTooLarge => "what was sent is larger than the server takes",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest
            => $"redirects are not followed, so set the connection's address to {answer.RedirectTarget ?? "the final one"}",
        _ when KindOf(answer.Status) == CallFault.Transient => "it is tried again",
        _ => "check the connection's settings",
    };

    private static string Excerpt(HttpAnswer answer, Redactor redactor)
        => answer.Body.IsEmpty ? " with an empty body" : $" ({redactor.Excerpt(answer.Text)})";
}
