using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>Answers of the Graph API as faults.</summary>
internal sealed class FacebookFaults(FacebookOptions options, Redactor redactor)
{
    /// <summary>The fault of an answer; null when the call succeeded.</summary>
    /// <remarks>The status says little (throttling comes as 400, 403 and 429, upload errors as 500): the body's code decides.</remarks>
    public ConnectorException? Of(HttpAnswer answer)
        => ErrorIn(answer) is { } error
            ? FromError(answer, error)
            : HttpFaults.FromStatus(FacebookConnector.Name, answer, redactor) is not { } bare ? null
            : bare.Kind is CallFault.Permanent or CallFault.Auth && CutOffError.IsCutOff(answer.Body.Span) ? CutOff(answer)
            : Scoped(bare);

    /// <summary>The error that a body holds, wrapped or bare; null when it holds none or is not valid JSON.</summary>
    public static GraphError? ErrorIn(HttpAnswer answer)
    {
        if (answer.Body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (root.TryGetProperty("error", out var wrapped) && wrapped.ValueKind == JsonValueKind.Object)
            {
                return wrapped.Deserialize(FacebookJson.Default.GraphError);
            }

            return !answer.IsSuccess && root.TryGetProperty("code", out _) ? root.Deserialize(FacebookJson.Default.GraphError) : null;
        }
        catch (JsonException)
        {
            // A gateway's page, an envelope of another shape, or one that the line cut off: then what has arrived of it decides.
            return CutOffError.Read(answer.Body.Span);
        }
    }

    /// <summary>The fault of an answer that should have held something and did not.</summary>
    /// <remarks>A write was accepted by its status, so it is looked up before it is sent again.</remarks>
    public ConnectorException Malformed(HttpAnswer answer, string what)
        => new(FacebookConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: {what} ({redactor.Excerpt(answer.Text)}); "
            + (answer.Call.IsRead ? "it is tried again" : "it may have taken effect, look before it is sent again")))
        {
            OutcomeUnknown = !answer.Call.IsRead,
        };

    // Facebook's refusal, of which nothing says what it was: asked again it says so whole.
    private ConnectorException CutOff(HttpAnswer answer)
        => new(FacebookConnector.Name, CallFault.Transient, redactor.Clean(
            $"could not {answer.Call.What}: the answer {(int)answer.Status} was cut off ({redactor.Excerpt(answer.Text)}); it is tried again"));

    /// <summary>A fault found on this side.</summary>
    public ConnectorException Own(CallFault kind, string sentence)
        => new(FacebookConnector.Name, kind, redactor.Clean(sentence));

    /// <summary>Credentials that are missing or refused: a person has to log in again.</summary>
    /// <param name="sentence">Ends with "log in" or "log in again".</param>
    /// <param name="scope">What waits for it; null: all of the connection.</param>
    public ConnectorException NeedsLogin(string sentence, string? scope = null)
        => new(FacebookConnector.Name, CallFault.Auth, redactor.Clean(sentence))
        {
            Scope = scope ?? ConnectionScope.Of(options.Connection),
            Remedy = new Remedy(RemedyAction.LogIn, options.Connection),
        };

    private ConnectorException FromError(HttpAnswer answer, GraphError error)
    {
        var pageId = ((GraphCall)answer.Call).PageId;
        var meaning = GraphCodes.Meaning(error);
        var sentence = $"could not {answer.Call.What}: {Quoted(error)} [{CodeOf(error)}]; {meaning.Advice}";
        var cause = GraphWindow.WantedBy(error) is { } window ? new WrongWindowException(window) : null;
        return new ConnectorException(FacebookConnector.Name, meaning.Kind, redactor.Clean(sentence), cause)
        {
            RemoteCode = CodeOf(error),
            RetryAfter = meaning.Kind == CallFault.RateLimited ? WaitFor(answer, meaning, pageId) : null,
            Scope = ScopeOf(meaning.Reach, pageId),
            IsDenied = meaning.IsDenied,
            Remedy = meaning.EndsWithLogin ? new Remedy(RemedyAction.LogIn, options.Connection) : null,
        };
    }

    private TimeSpan WaitFor(HttpAnswer answer, GraphFault meaning, string? pageId)
    {
        var named = GraphUsage.Wait(answer, pageId) ?? answer.RetryAfter();
        return meaning.IsBlock
            ? TimeSpan.FromTicks(Math.Max(options.BlockWait.Ticks, named?.Ticks ?? 0))
            : named ?? options.ThrottleWait;
    }

    private string? ScopeOf(GraphReach reach, string? pageId) => reach switch
    {
        GraphReach.Page => pageId is null ? ConnectionScope.Of(options.Connection) : FacebookScopes.Page(pageId),
        GraphReach.App => FacebookScopes.App(options),
        GraphReach.User => FacebookScopes.User(options),
        // A page's token ends for itself; when the user's has ended too, fetching another one for the page says so.
        GraphReach.Token => pageId is null ? ConnectionScope.Of(options.Connection) : FacebookScopes.Page(pageId),
        _ => null,
    };

    // Without a code the answer is not Graph's own judgement; it holds up no more than it must.
    private ConnectorException Scoped(ConnectorException bare) => bare.Kind switch
    {
        CallFault.Auth => new ConnectorException(bare) { Scope = ConnectionScope.Of(options.Connection) },
        CallFault.RateLimited => new ConnectorException(bare) { Scope = FacebookScopes.App(options), RetryAfter = bare.RetryAfter ?? options.ThrottleWait },
        _ => bare,
    };

    private string Quoted(GraphError error)
    {
        var text = redactor.Excerpt(error.Message ?? "an error without a text").TrimEnd('.');
        return string.IsNullOrWhiteSpace(error.ErrorUserMsg) ? text : $"{text} ({redactor.Excerpt(error.ErrorUserMsg).TrimEnd('.')})";
    }

    private static string CodeOf(GraphError error) => CodeOf(error.Code, error.ErrorSubcode);

    /// <summary>Code and subcode as people look them up: <c>190/463</c>, or <c>190</c> alone.</summary>
    internal static string CodeOf(int? code, int? subcode) => subcode is null ? $"{code ?? 0}" : $"{code ?? 0}/{subcode}";
}
