using System.Text.Json;

namespace Reelway.Connectors.Google;

/// <summary>Answers of Google's services as faults.</summary>
internal sealed class GoogleFaults(GoogleOptions options, string account, Redactor redactor)
{
    /// <summary>Reason of a service that the project has not switched on.</summary>
    public const string SwitchedOff = "SERVICE_DISABLED";

    private static readonly string[] Throttles = ["RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"];

    // Google wants assertions that are neither old nor of the future, within some minutes.
    private static readonly TimeSpan WrongClock = TimeSpan.FromMinutes(1);

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(GoogleConnector.Name, answer, redactor)!;
        var call = (GoogleCall)answer.Call;
        var error = ErrorIn(answer);
        var kind = KindOf(bare, call, error);
        var what = error is null
            ? HttpFaults.What(answer, redactor)
            : $"could not {call.What}: {redactor.Excerpt(error.Message).TrimEnd('.')} [{error.Code}]";
        return new ConnectorException(GoogleConnector.Name, kind, redactor.Clean($"{what}; {Advice(answer, kind, error)}"))
        {
            RemoteCode = error?.Code ?? bare.RemoteCode,
            RetryAfter = kind == CallFault.RateLimited ? answer.RetryAfter() ?? options.ThrottleWait : bare.RetryAfter,
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient,
            Scope = ScopeOf(kind, call, error, answer),
            IsDenied = kind == CallFault.Auth && call.Api != GoogleApi.Token && bare.IsDenied,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer, string what)
        => new(GoogleConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: {what} ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(CallFault kind, string sentence, Exception? cause = null)
        => new(GoogleConnector.Name, kind, redactor.Clean(sentence), redactor.Safe(cause));

    private static CallFault KindOf(ConnectorException bare, GoogleCall call, GoogleError? error) => error switch
    {
        // Drive says so with status 403 as well.
        not null when Throttles.Contains(error.Code) => CallFault.RateLimited,
        // The token endpoint refuses with status 400 whatever is wrong with the account.
        not null when call.Api == GoogleApi.Token && bare.Kind == CallFault.Permanent => CallFault.Auth,
        _ => bare.Kind,
    };

    private string? ScopeOf(CallFault kind, GoogleCall call, GoogleError? error, HttpAnswer answer) => kind switch
    {
        // The quota is the account's.
        CallFault.RateLimited => ConnectionScope.Of(options.Connection),
        // A missing permission is about one sheet, and Drive is not needed for sheets named by their ids.
        CallFault.Auth when call.Api == GoogleApi.Token || (int)answer.Status == 401 || (call.Api == GoogleApi.Sheets && error?.Code == SwitchedOff)
            => ConnectionScope.Of(options.Connection),
        _ => null,
    };

    private string Advice(HttpAnswer answer, CallFault kind, GoogleError? error) => ((GoogleCall)answer.Call, kind) switch
    {
        ({ Api: GoogleApi.Token }, CallFault.Auth) => TokenAdvice(answer, error),
        ({ Api: var api }, _) when error?.Code == SwitchedOff => $"switch on the Google {api} API in the project of {account}",
        (_, CallFault.Auth) when error?.Code == "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => "the project's or the organisation's rules keep the account from it; ask who administers them",
        (_, CallFault.Auth) when (int)answer.Status == 403 => $"share the sheet with {account} as an editor",
        (_, CallFault.Auth) => $"check the key of connection {options.Connection}",
        (_, CallFault.RateLimited) => "it is tried again after the wait",
        (_, CallFault.Transient) => answer.Call.IsRead ? "it is tried again" : "the sheet is looked at before it is sent again",
        _ when (int)answer.Status == 404 => $"check the sheet's address, and that it is shared with {account}",
        _ when error?.Code == "FAILED_PRECONDITION" => "if it is an uploaded Excel file, open it and choose File, Save as Google Sheets",
        _ when (int)answer.Status is >= 300 and < 400 => $"redirects are not followed, so set the connection's address to {answer.RedirectTarget ?? "the final one"}",
        _ => "correct the sheet or its settings",
    };

    private string TokenAdvice(HttpAnswer answer, GoogleError? error)
    {
        var skew = answer.Headers.Date is { } date ? answer.ReceivedAt - date : TimeSpan.Zero;
        var speaksOfTime = error?.Message.Contains("iat", StringComparison.Ordinal) == true || error?.Message.Contains("short-lived", StringComparison.Ordinal) == true;
        return speaksOfTime || skew.Duration() > WrongClock
            ? skew.Duration() > WrongClock
                ? $"this machine's clock is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} Google's; set it right"
                : "set this machine's clock right"
            : $"see in the Google Cloud console whether {account} and its key still exist, and give connection {options.Connection} a new key";
    }

    /// <summary>The error in a body; null when it holds none or is not valid JSON, a gateway's page for instance.</summary>
    private static GoogleError? ErrorIn(HttpAnswer answer)
    {
        try
        {
            var envelope = answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, GoogleJson.Default.GoogleErrorEnvelope);
            return envelope?.Error switch
            {
                { ValueKind: JsonValueKind.String } word => new GoogleError(word.GetString()!, envelope.ErrorDescription ?? word.GetString()!),
                { ValueKind: JsonValueKind.Object } body => From(body.Deserialize(GoogleJson.Default.GoogleErrorBody)!),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GoogleError From(GoogleErrorBody body)
    {
        var reason = body.Details?.FirstOrDefault(detail => detail?.Reason is not null)?.Reason ?? body.Errors?.FirstOrDefault(each => each?.Reason is not null)?.Reason;
        return new GoogleError(reason ?? body.Status ?? $"{body.Code ?? 0}", body.Message ?? "an error without a text");
    }
}

/// <summary>An error in Google's words.</summary>
/// <param name="Code">Its reason, or else its canonical name.</param>
internal sealed record GoogleError(string Code, string Message);
