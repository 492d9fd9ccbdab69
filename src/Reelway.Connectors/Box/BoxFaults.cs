using System.Net;
using System.Text.Json;

namespace Reelway.Connectors.Box;

/// <summary>Answers of Box as faults.</summary>
internal sealed class BoxFaults(BoxOptions options, Redactor redactor)
{
    /// <summary>Code of refused credentials, whether the answer named one or not.</summary>
    public const string Unauthorized = "unauthorized";

    // Another request is under way for the same name; it is through in a moment.
    private const string Reserved = "name_temporarily_reserved";
    private const string Blocked = "operation_blocked_temporary";
    private const string Overlaps = "range_overlaps_existing_part";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>The fault of an answer; null when the call succeeded, or its caller reads the answer itself.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        var call = (BoxCall)answer.Call;
        if (answer.IsSuccess || call.Reads(answer))
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(BoxConnector.Name, answer, redactor)!;
        var error = ErrorOf(answer);
        var kind = KindOf(bare.Kind, call, answer.Status, error?.Code);
        var sentence = error is null && kind == CallFault.Permanent && (int)answer.Status != 404
            ? bare.Sentence
            : $"{(error is null ? HttpFaults.What(answer, redactor) : $"could not {call.What}: {redactor.Excerpt(error.Message).TrimEnd('.')} [{error.Code}]")}; {Advice(answer, kind, error?.Code)}";
        return new ConnectorException(BoxConnector.Name, kind, redactor.Clean(sentence))
        {
            RemoteCode = answer.Status == HttpStatusCode.Unauthorized ? Unauthorized : error?.Code ?? CodeOf(answer.Status) ?? bare.RemoteCode,
            RetryAfter = kind switch
            {
                CallFault.RateLimited => answer.RetryAfter() ?? options.ThrottleWait,
                CallFault.Transient when error?.Code is Reserved or Blocked => answer.RetryAfter() ?? Moment,
                CallFault.Transient => answer.RetryAfter(),
                _ => null,
            },
            OutcomeUnknown = bare.OutcomeUnknown && kind == CallFault.Transient,
            // A right that is missing is about one folder; limits and tokens are the account's.
            Scope = kind == CallFault.RateLimited || (kind == CallFault.Auth && answer.Status != HttpStatusCode.Forbidden) ? ConnectionScope.Of(options.Connection) : null,
            IsDenied = kind == CallFault.Auth && answer.Status == HttpStatusCode.Forbidden,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer, string what = "the answer is not what Box sends")
        => new(BoxConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: {what} ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(CallFault kind, string sentence, string? code = null, Exception? cause = null)
        => new(BoxConnector.Name, kind, redactor.Clean(sentence), redactor.Safe(cause)) { RemoteCode = code };

    /// <summary>What the connection is configured with is no good.</summary>
    public ConnectorException Unusable(string sentence)
        => new(BoxConnector.Name, CallFault.Auth, redactor.Clean($"connection {options.Connection}: {sentence}")) { Scope = ConnectionScope.Of(options.Connection) };

    /// <summary>The code of an answer's error; null when it has none.</summary>
    public static string? CodeOf(HttpAnswer answer) => ErrorOf(answer)?.Code;

    /// <summary>What stands in the way, as far as the answer tells.</summary>
    public static IReadOnlyList<ItemReply> ConflictsOf(HttpAnswer answer)
    {
        var conflicts = Problem(answer)?.ContextInfo?.Conflicts;
        try
        {
            return conflicts switch
            {
                { ValueKind: JsonValueKind.Array } list => [.. list.Deserialize(BoxJson.Default.IReadOnlyListItemReply)!.Where(item => item?.Id is { Length: > 0 })],
                { ValueKind: JsonValueKind.Object } one when one.Deserialize(BoxJson.Default.ItemReply) is { Id.Length: > 0 } item => [item],
                _ => [],
            };
        }
        catch (JsonException)
        {
            // Whatever it is, it names nothing; the caller looks for itself.
            return [];
        }
    }

    private static CallFault KindOf(CallFault bare, BoxCall call, HttpStatusCode status, string? code) => ((int)status, code) switch
    {
        (400, _) when call.IsToken => CallFault.Auth,
        (403, "storage_limit_exceeded" or "file_size_limit_exceeded" or "access_denied_item_locked") => CallFault.Permanent,
        (409, Reserved or Blocked or Overlaps) => CallFault.Transient,
        // What was damaged on its way is not what was meant.
        (412, _) when call.IsPart => CallFault.Transient,
        (400, "bad_digest") => CallFault.Transient,
        _ => bare,
    };

    private string Advice(HttpAnswer answer, CallFault kind, string? code) => (kind, (int)answer.Status, code) switch
    {
        (CallFault.Auth, 400, "unauthorized_client") => "let an administrator of the enterprise authorise the application in Box's admin console, under Apps",
        (CallFault.Auth, 400, _) when answer.ClockSkew?.Duration() > TimeSpan.FromMinutes(1)
            => $"this machine's clock is {answer.ClockSkew!.Value.Duration().TotalSeconds:0} s {(answer.ClockSkew > TimeSpan.Zero ? "behind" : "ahead of")} Box's; set it right",
        (CallFault.Auth, 400, _) => $"compare client_id, client_secret, jwt_key_id and the key of connection {options.Connection} with the developer console of Box",
        (CallFault.Auth, 403, "insufficient_scope") => "give the application the scope for this in the developer console of Box, and let an administrator authorise it again",
        (CallFault.Auth, 403, _) => "invite the application's service account to the folder as an editor",
        (CallFault.Auth, _, _) => $"check the credentials of connection {options.Connection}",
        (CallFault.RateLimited, _, _) => "it is tried again after the wait",
        (CallFault.Transient, _, _) => answer.Call.IsRead ? "it is tried again" : "it is looked at, and then tried again",
        (_, 404, _) => "see that it is still there, and invite the application's service account to the folder",
        (_, 403, "storage_limit_exceeded") => "make room in the account at Box",
        (_, 403, "file_size_limit_exceeded") => "the account takes no file of this size",
        (_, 403, "access_denied_item_locked") => "somebody has locked it; unlock it at Box",
        (_, 410, _) => "begin the upload again",
        _ => "Box's words say what is wrong with it",
    };

    private static string? CodeOf(HttpStatusCode status) => (int)status switch
    {
        404 => BoxCodes.NotFound,
        410 => BoxCodes.SessionGone,
        _ => null,
    };

    private static BoxError? ErrorOf(HttpAnswer answer)
    {
        if (((BoxCall)answer.Call).IsToken)
        {
            return Read(answer, BoxJson.Default.TokenRefusal) is { Error: { Length: > 0 } error } refusal ? new BoxError(error, refusal.ErrorDescription ?? error) : null;
        }

        return Problem(answer) is { Code: { Length: > 0 } code } problem ? new BoxError(code, problem.Message ?? code) : null;
    }

    private static BoxProblem? Problem(HttpAnswer answer) => Read(answer, BoxJson.Default.BoxProblem);

    private static T? Read<T>(HttpAnswer answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, shape);
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }

    private sealed record BoxError(string Code, string Message);
}
