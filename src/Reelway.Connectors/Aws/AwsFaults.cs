using System.Net;
using System.Text.Json;

namespace Reelway.Connectors.Aws;

/// <summary>Answers of AWS's services as faults.</summary>
internal sealed class AwsFaults(AwsOptions options, Redactor redactor)
{
    /// <summary>Where a fault about the clocks holds how far they are apart.</summary>
    public const string SkewData = "skew";

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    /// <remarks>Throttling and refused credentials mostly come with status 400: the code decides.</remarks>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(AwsConnector.Name, answer, redactor)!;
        return ErrorIn(answer) is not { } error
            ? bare.Kind == CallFault.Auth ? new ConnectorException(bare) { Scope = ConnectionScope.Of(options.Connection) } : bare
            : From(answer.Call.What, error, bare.Kind, bare.OutcomeUnknown, answer.RetryAfter(), SkewOf(answer));
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer, string what)
        => new(AwsConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: {what} ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.Effect == CallEffect.Once ? "it may have taken effect, look before it is sent again" : "it is tried again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(CallFault kind, string sentence, Exception? cause = null)
        => new(AwsConnector.Name, kind, redactor.Clean(sentence), redactor.Safe(cause));

    /// <summary>A fault of an error in AWS's words.</summary>
    /// <param name="otherwise">What it means when the code tells nothing.</param>
    /// <param name="outcomeUnknown">True when its status leaves open whether a write took effect.</param>
    /// <param name="skew">How far this machine's clock is ahead of AWS's; null when that is not known.</param>
    public ConnectorException From(string what, AwsError error, CallFault otherwise, bool outcomeUnknown, TimeSpan? retryAfter, TimeSpan? skew)
    {
        var isSkewed = AwsCodes.IsSkewed(error.Code, error.Message);
        var kind = isSkewed ? CallFault.Auth : AwsCodes.Kind(error.Code) ?? AwsCodes.Kind(error.LegacyCode) ?? otherwise;
        var sentence = $"could not {what}: {redactor.Excerpt(error.Message).TrimEnd('.')} [{error.Code}]; {Advice(kind, error, isSkewed, skew)}";
        var fault = new ConnectorException(AwsConnector.Name, kind, redactor.Clean(sentence))
        {
            RemoteCode = isSkewed ? "RequestTimeTooSkewed" : error.Code,
            RetryAfter = kind is CallFault.RateLimited or CallFault.Transient ? retryAfter : null,
            OutcomeUnknown = outcomeUnknown && kind == CallFault.Transient,
            // A missing permission is about one queue or bucket; refused credentials are about all.
            Scope = kind == CallFault.Auth && !AwsCodes.IsDenied(error.Code) ? ConnectionScope.Of(options.Connection) : null,
            IsDenied = kind == CallFault.Auth && AwsCodes.IsDenied(error.Code),
        };
        if (isSkewed && skew is { } apart)
        {
            fault.Data[SkewData] = apart;
        }

        return fault;
    }

    /// <summary>How far this machine's clock is ahead of the sender's.</summary>
    public static TimeSpan? SkewOf(HttpAnswer answer) => answer.Headers.Date is { } date ? answer.ReceivedAt - date : null;

    private static AwsError? ErrorIn(HttpAnswer answer)
    {
        // "Code;Fault": the name that the code had in the older protocol.
        var legacy = answer.Header("x-amzn-query-error")?.Split(';')[0] ?? "";
        var body = Parse(answer);
        var type = body?.Type ?? answer.Header("x-amzn-errortype") ?? legacy;
        if (type.Length == 0)
        {
            return null;
        }

        // "Name", "namespace#Name" and "Name:uri" all occur.
        var name = type.Split(':')[0];
        return new AwsError(name[(name.LastIndexOf('#') + 1)..], body?.Message ?? body?.OldMessage ?? $"status {(int)answer.Status}", legacy);
    }

    private static AwsErrorBody? Parse(HttpAnswer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, AwsJson.Default.AwsErrorBody);
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }

    private string Advice(CallFault kind, AwsError error, bool isSkewed, TimeSpan? skew) => kind switch
    {
        _ when isSkewed => skew is { } by
            ? $"this machine's clock is {by.Duration().TotalSeconds:0} s {(by > TimeSpan.Zero ? "ahead of" : "behind")} AWS's; set it right"
            : "set this machine's clock right",
        _ when AwsCodes.IsExpired(error.Code) => $"the temporary credentials of connection {options.Connection} have expired; give it new ones",
        _ when AwsCodes.IsDenied(error.Code) => $"give the user or role of connection {options.Connection} the permission to do so",
        _ when AwsCodes.IsElsewhere(error.Code, error.Message) => $"set region of connection {options.Connection} to the region that the bucket is in",
        CallFault.Auth => $"check the credentials of connection {options.Connection}",
        CallFault.RateLimited => "it is tried again after a wait",
        CallFault.Transient => "it is tried again",
        _ when AwsCodes.IsMissing(error.Code) => "check its name, the region and the account",
        _ => "it is not tried again as it is",
    };

    /// <summary>What a bare status means, for answers that only AWS's own client sees.</summary>
    public static CallFault KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => CallFault.Auth,
        HttpStatusCode.TooManyRequests => CallFault.RateLimited,
        HttpStatusCode.RequestTimeout => CallFault.Transient,
        >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => CallFault.Transient,
        // None at all: the connection failed.
        0 => CallFault.Transient,
        _ => CallFault.Permanent,
    };
}

/// <summary>An error in AWS's words.</summary>
/// <param name="Code">Without namespace.</param>
/// <param name="LegacyCode">Its name in the older protocol; empty when there is none.</param>
internal sealed record AwsError(string Code, string Message, string LegacyCode = "");
