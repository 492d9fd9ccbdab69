using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Answers of LinkedIn as faults.</summary>
internal sealed partial class LinkedInFaults(LinkedInOptions options, Redactor redactor)
{
    private const string Busy = "MEDIA_ASSET_WAITING_UPLOAD";

    private static readonly TimeSpan BusyWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UnseenWait = TimeSpan.FromSeconds(5);

    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    public ConnectorException? Of(HttpAnswer answer)
    {
        if (answer.IsSuccess)
        {
            return null;
        }

        var bare = HttpFaults.FromStatus(LinkedInConnector.Name, answer, redactor)!;
        var problem = ProblemOf(answer);
        var words = problem?.Message ?? problem?.OAuthDescription ?? problem?.OAuthError;
        var meaning = Meaning(answer, problem, words ?? "", bare);
        var sentence = words is null ? bare.Sentence : $"could not {answer.Call.What}: {redactor.Excerpt(words).TrimEnd('.')}; {meaning.Advice}";
        return new ConnectorException(LinkedInConnector.Name, meaning.Kind, redactor.Clean(sentence))
        {
            RetryAfter = meaning.Kind is CallFault.RateLimited or CallFault.Transient ? answer.RetryAfter() ?? meaning.Wait : null,
            OutcomeUnknown = bare.OutcomeUnknown && meaning.Kind == CallFault.Transient,
            Scope = meaning.Kind is CallFault.Auth or CallFault.RateLimited ? ConnectionScope.Of(options.Connection) : null,
            RemoteCode = meaning.Code ?? CodeOf(problem) ?? bare.RemoteCode,
            IsDenied = meaning.Kind == CallFault.Auth && !meaning.EndsWithLogin,
            Remedy = meaning.EndsWithLogin ? new Remedy(RemedyAction.LogIn, options.Connection) : null,
        };
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    public ConnectorException Malformed(HttpAnswer answer)
        => new(LinkedInConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: the answer is not what LinkedIn sends ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look at the account before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    /// <summary>Nothing was sent, and nobody knows what became of the attempt before.</summary>
    public ConnectorException StillUnknown(string sentence)
        => new(LinkedInConnector.Name, CallFault.Transient, redactor.Clean(sentence)) { OutcomeUnknown = true };

    /// <summary>Credentials that are missing or unreadable.</summary>
    /// <param name="sentence">Ends with "log in" or "log in again".</param>
    public ConnectorException NeedsLogin(string sentence, Exception? inner = null)
        => new(LinkedInConnector.Name, CallFault.Auth, redactor.Clean(sentence), inner)
        {
            Scope = ConnectionScope.Of(options.Connection),
            Remedy = new Remedy(RemedyAction.LogIn, options.Connection),
        };

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(string sentence, string? code = null)
        => new(LinkedInConnector.Name, CallFault.Permanent, redactor.Clean(sentence)) { RemoteCode = code };

    /// <summary>The post that a refusal says this one is a double of; null when it names none.</summary>
    public static string? OriginalIn(ConnectorException fault) => Original().Match(fault.Sentence) is { Success: true } match ? match.Value : null;

    private static (CallFault Kind, string Advice, string? Code, TimeSpan? Wait, bool EndsWithLogin) Meaning(
        HttpAnswer answer, LinkedInProblem? problem, string words, ConnectorException bare)
    {
        if (answer.Call is UploadCall && answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Gone or HttpStatusCode.BadRequest)
        {
            return (CallFault.Transient, "the address of the upload is no good any more; it begins again", PostFaults.MediaRefused, null, false);
        }

        if (answer.Call is TokenCall && bare.Kind is CallFault.Permanent or CallFault.Auth)
        {
            return (CallFault.Auth, "log in again", null, null, true);
        }

        var code = CodeOf(problem);
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => (CallFault.Auth, "the token has ended or was taken back; log in again", null, null, true),
            HttpStatusCode.UpgradeRequired or HttpStatusCode.BadRequest when code is "NONEXISTENT_VERSION" or "VERSION_MISSING" || answer.Status == HttpStatusCode.UpgradeRequired
                => (CallFault.Auth, "LinkedIn does not serve this version any more: set version of the connection to a newer one", code, null, false),
            HttpStatusCode.Forbidden => (CallFault.Auth, "the app, or the person's role at the organisation, does not allow it: grant it and log in again", null, null, false),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.Conflict when code == "DUPLICATE_POST" || words.Contains("duplicate of urn:", StringComparison.OrdinalIgnoreCase)
                => (CallFault.Permanent, "the account has posted the same shortly before", PostFaults.Duplicate, null, false),
            HttpStatusCode.BadRequest when code == Busy || words.Contains(Busy, StringComparison.Ordinal) => (CallFault.Transient, "LinkedIn is not ready with its media yet", Busy, BusyWait, false),
            HttpStatusCode.BadRequest when code == "MEDIA_ASSET_PROCESSING_FAILED" => (CallFault.Permanent, "LinkedIn could not use its media: look at the files", PostFaults.MediaRefused, null, false),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound when words.Contains("Unable to obtain activity", StringComparison.OrdinalIgnoreCase)
                => (CallFault.Transient, "the post is not seen everywhere yet", "not-visible", UnseenWait, false),
            HttpStatusCode.NotFound when problem is not null => (CallFault.Permanent, "it is deleted, or was never there", PostFaults.Gone, null, false),
            // Quotas of a day end with it, by universal time.
            HttpStatusCode.TooManyRequests when words.Contains("DAY limit", StringComparison.OrdinalIgnoreCase)
                => (CallFault.RateLimited, "the quota of the day is used up; it goes on after midnight, universal time", null, UntilMidnight(answer), false),
            HttpStatusCode.TooManyRequests => (CallFault.RateLimited, "it is tried again after the wait", null, null, false),
            _ when bare.Kind == CallFault.Transient => (bare.Kind, "it is tried again", null, null, false),
            _ => (bare.Kind == CallFault.Auth ? CallFault.Permanent : bare.Kind, "LinkedIn does not take this; its words say why", null, null, false),
        };
    }

    private static TimeSpan UntilMidnight(HttpAnswer answer)
    {
        var now = (answer.Headers.Date ?? answer.ReceivedAt).UtcDateTime;
        return now.Date.AddDays(1) - now;
    }

    private static string? CodeOf(LinkedInProblem? problem)
        => problem?.ErrorDetails?.InputErrors?.Select(error => error?.Code).FirstOrDefault(code => !string.IsNullOrEmpty(code)) ?? problem?.Code ?? problem?.ServiceErrorCode;

    private static LinkedInProblem? ProblemOf(HttpAnswer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : JsonSerializer.Deserialize(answer.Body.Span, LinkedInJson.Default.LinkedInProblem);
        }
        catch (JsonException)
        {
            // A gateway's page: the status decides.
            return null;
        }
    }

    [GeneratedRegex(@"urn:li:(?:share|ugcPost|activity):[0-9]{1,30}", RegexOptions.CultureInvariant)]
    private static partial Regex Original();
}
