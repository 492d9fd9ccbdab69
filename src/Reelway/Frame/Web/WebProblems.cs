using Microsoft.AspNetCore.Http.HttpResults;

namespace Reelway.Frame.Web;

/// <summary>The problems that any operation can answer with.</summary>
internal static class WebProblems
{
    public static readonly ProblemKind InvalidRequest = new(400, "invalid-request", "The request is not valid");
    public static readonly ProblemKind BadCursor = new(400, "bad-cursor", "The cursor is not valid");
    public static readonly ProblemKind BadForm = new(400, "bad-form", "The form could not be accepted");
    public static readonly ProblemKind KeyMissing = new(401, "key-missing", "A key is needed");
    public static readonly ProblemKind KeyUnknown = new(401, "key-unknown", "The key is not known");
    public static readonly ProblemKind KeyNotHere = new(401, "key-not-here", "The key may not be used from there");
    public static readonly ProblemKind RightMissing = new(403, "right-missing", "Not allowed");
    public static readonly ProblemKind NotLoopback = new(403, "not-loopback", "Not reachable from here");
    public static readonly ProblemKind CrossSite = new(403, "cross-site", "Sent by another site");
    public static readonly ProblemKind NotFound = new(404, "not-found", "There is nothing at this address");
    public static readonly ProblemKind MethodNotAllowed = new(405, "method-not-allowed", "The method is not allowed here");
    public static readonly ProblemKind KeyAtWork = new(409, "idempotency-key-at-work", "The request is still at work");
    public static readonly ProblemKind KeyReused = new(422, "idempotency-key-reused", "The key was used for another request");
    public static readonly ProblemKind Changed = new(412, "changed-meanwhile", "It was changed meanwhile");
    public static readonly ProblemKind TooLarge = new(413, "too-large", "The request is too large");
    public static readonly ProblemKind UnsupportedMediaType = new(415, "unsupported-media-type", "The content type is not supported");
    public static readonly ProblemKind UnknownHost = new(421, "unknown-host", "The host name is not known");
    public static readonly ProblemKind TooManyRequests = new(429, "too-many-requests", "Too many requests");
    public static readonly ProblemKind StoreUnavailable = new(503, "store-unavailable", "The database can't be used now");
    public static readonly ProblemKind Unexpected = new(500, "unexpected", "Something went wrong here");

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, BadCursor, BadForm, KeyMissing, KeyUnknown, KeyNotHere, RightMissing, NotLoopback, CrossSite, NotFound, MethodNotAllowed, KeyAtWork, KeyReused, Changed, TooLarge,
        UnsupportedMediaType, UnknownHost, TooManyRequests, StoreUnavailable, Unexpected,
    ];

    /// <summary>Answers what is wrong with a request, part by part.</summary>
    public static ProblemHttpResult Refusal(params IReadOnlyList<ProblemError> errors)
    {
        var kind = errors.Any(error => error.Code == BadCursor.Code) ? BadCursor : InvalidRequest;
        return kind.With(string.Join(' ', errors.Select(error => error.Sentence())), errors);
    }

    /// <summary>What this server answers with a bare status of its own or of the framework.</summary>
    public static ProblemKind ForStatus(int status) => status switch
    {
        401 => KeyMissing,
        403 => RightMissing,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        >= 500 => Unexpected with { Status = status },
        _ => InvalidRequest with { Status = status },
    };
}
