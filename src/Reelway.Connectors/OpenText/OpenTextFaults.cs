using System.Net;
using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>Answers of the media management as faults.</summary>
internal sealed class OpenTextFaults(OpenTextOptions options, Redactor redactor)
{
    /// <summary>Code of the fault of an item that somebody else has locked.</summary>
    public const string Locked = "locked";

    /// <summary>Code of the fault of a sign-in that is over.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>Code of the fault of something that is not there, or not shown to this account.</summary>
    public const string Missing = "http-404";

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(OpenTextConnector.Name, answer, redactor)!;
        var error = ErrorIn(answer);
        var (kind, code, advice) = Meaning(answer, bare, error);
        var what = error is null ? HttpFaults.What(answer, redactor) : $"could not {answer.Call.What}: {redactor.Excerpt(error.Words).TrimEnd('.')}{error.InBrackets}";
        return new ConnectorException(OpenTextConnector.Name, kind, redactor.Clean(advice is null ? bare.Sentence : $"{what}; {advice}"))
        {
            RemoteCode = code ?? (error is { Code.Length: > 0 } ? error.Code : bare.RemoteCode),
            RetryAfter = kind is CallFault.RateLimited or CallFault.Transient ? answer.RetryAfter() : null,
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient && code is null,
            Scope = kind == CallFault.RateLimited || code == SignedOut ? ConnectionScope.Of(options.Connection) : null,
            IsDenied = kind == CallFault.Auth && answer.Status == HttpStatusCode.Forbidden,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer, string what = "the answer is not what OpenText sends")
        => new(OpenTextConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: {what} ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(CallFault kind, string sentence, Exception? cause = null)
        => new(OpenTextConnector.Name, kind, redactor.Clean(sentence), redactor.Safe(cause));

    private (CallFault Kind, string? Code, string? Advice) Meaning(HttpAnswer answer, ConnectorException bare, OpenTextError? error)
    {
        var status = (int)answer.Status;
        if (answer.Call is { NeedsLogin: false } && status is 400 or 401 or 403 or 404)
        {
            // Sign-ins are refused with any of the first three whatever is wrong with the account, and no work of the connection goes on without one.
            var secrets = options.SignIn == OpenTextSignIn.Otds ? "client_id and client_secret" : "username and password";
            return (CallFault.Auth, SignedOut, $"check {(status == 404 ? $"{options.SignInAddress}" : $"sign_in, {secrets}")} of connection {options.Connection}");
        }

        return status switch
        {
            401 => (CallFault.Auth, SignedOut, $"check the credentials of connection {options.Connection}"),
            500 when error?.Holds(options.SessionWords) == true => (CallFault.Auth, SignedOut, $"check the credentials of connection {options.Connection}"),
            // 409 stands for a lock only where its words say nothing else.
            >= 400 when error?.Holds(options.LockedWords) == true || (status == 409 && error is { Code.Length: 0 })
                => (CallFault.Transient, Locked, "it is tried again when it is free"),
            403 => (CallFault.Auth, null, $"give {options.Account} the right to do this"),
            404 => (CallFault.Permanent, Missing, error is null ? $"check base_url of connection {options.Connection}" : $"it is not there, or {options.Account} may not see it"),
            429 => (CallFault.RateLimited, null, "it is tried again after the wait"),
            // Ordinary refusals come with this status too; those have a code.
            500 when error is { Code.Length: > 0 } && !options.TransientErrors.Contains(error.Code) => (CallFault.Permanent, null, "correct the item or its settings"),
            _ when options.RetryCodes.Contains(status) => (CallFault.Transient, null, error is null ? null : "it is tried again"),
            _ => (bare.Kind == CallFault.Transient ? CallFault.Permanent : bare.Kind, null, error is null ? null : "correct the item or its settings"),
        };
    }

    /// <summary>The error in a body; null when it holds none, a gateway's page for instance.</summary>
    private static OpenTextError? ErrorIn(HttpAnswer answer)
    {
        if (!answer.Body.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var body = document.RootElement.Member("exception_body");
            var message = body.Text("message") ?? body.Text("debug_message");
            if (message is null && body.Text("error_code") is null)
            {
                // OTDS has the words of OAuth.
                return document.RootElement.Text("error") is { Length: > 0 } word ? new OpenTextError(word, document.RootElement.Text("error_description") ?? word) : null;
            }

            return new OpenTextError(body.Text("error_code") ?? "", message ?? "an error without a text");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An error in the system's words.</summary>
/// <param name="Code">Empty for none.</param>
internal sealed record OpenTextError(string Code, string Words)
{
    public string InBrackets => Code.Length == 0 ? "" : $" [{Code}]";

    public bool Holds(IEnumerable<string> words)
        => words.Any(word => Words.Contains(word, StringComparison.OrdinalIgnoreCase) || Code.Contains(word, StringComparison.OrdinalIgnoreCase));
}
