namespace Reelway.Connectors.Facebook;

/// <summary>The codes of the Graph API. Decides on numbers alone: texts change, are translated, and hold other numbers.</summary>
internal static class GraphCodes
{
    /// <summary>With code 100: the object does not exist, or can't be seen with this token.</summary>
    public const int ObjectMissing = 33;

    /// <summary>Sub-code of a transfer: the answer names the window that is wanted instead.</summary>
    public const int WrongWindow = 1363037;

    /// <summary>The fault's code of a post whose like was the newest one already.</summary>
    public const string Duplicate = "506";

    /// <summary>The fault's code of a parameter that is not known, or not any more.</summary>
    public const string InvalidParameter = "100";

    private const int LinkToFacebook = 1609008;

    /// <summary>Code (some answers: sub-code) of an upload that failed and may be sent again.</summary>
    private const int UploadFailed = 6000;

    // Sub-codes that Facebook's own SDKs answer by sending the same again (1363011: at the finish).
    private static readonly HashSet<int> TransientSubcodes = [WrongWindow, 1363019, 1363021, 1363030, 1363033, 1363041, 1363011];

    // Counted as invalid parameters, or as unknown, although a configuration is wrong; known by their words only, there is no sub-code.
    private const string ProofParameter = "appsecret_proof";
    private const string ClientSecret = "client secret";

    /// <summary>What the error means.</summary>
    public static GraphFault Meaning(GraphError error)
    {
        var code = error.Code ?? 0;
        var subcode = error.ErrorSubcode ?? 0;
        if (Named(code, subcode, error.Message ?? "") is { } named)
        {
            return named;
        }

        var passing = error.IsTransient == true || subcode == UploadFailed || TransientSubcodes.Contains(subcode);
        return passing
            ? new(CallFault.Transient, GraphReach.Call, "it is tried again")
            : new(CallFault.Permanent, GraphReach.Call, "change what is sent, or see the code in Facebook's error reference");
    }

    private static GraphFault? Named(int code, int subcode, string message) => code switch
    {
        4 or 341 => Throttled(GraphReach.App, "the app has used up its calls; it goes on after the wait"),
        17 => Throttled(GraphReach.User, "the user has used up the calls; it goes on after the wait"),
        32 or 80001 => Throttled(GraphReach.Page, "the page has used up its calls; it goes on after the wait"),
        // Limits of one endpoint or use case; they count per page where the call is one for a page.
        613 or 1390008 or (>= 80000 and <= 80009) or 80014
            => Throttled(GraphReach.Page, "this kind of call is used up; it goes on after the wait"),
        368 => Throttled(GraphReach.Page, "Facebook blocks the page for abuse; read its notice in the page's support inbox") with { IsBlock = true },
        102 or 190 => new(CallFault.Auth, GraphReach.Token, Reconnect(subcode)) { EndsWithLogin = true },
        10 or (>= 200 and <= 299)
            => new(CallFault.Auth, GraphReach.Page, "a permission is missing: grant all that is asked for, for this page too, when you log in again")
            {
                IsDenied = true,
                EndsWithLogin = true,
            },
        1404078 or 4854002
            => new(CallFault.Auth, GraphReach.Page, "Facebook wants the page's administrator to confirm who they are: open the page and follow its notice") { IsDenied = true },
        3 => new(CallFault.Permanent, GraphReach.Call, "the app lacks a capability: request it in the app's dashboard"),
        1 when message.Contains(ClientSecret, StringComparison.OrdinalIgnoreCase)
            => new(CallFault.Permanent, GraphReach.Call, "set app_secret of the connection to the secret that the app's dashboard shows"),
        101 => new(CallFault.Permanent, GraphReach.Call, "set app_id of the connection to the id that the app's dashboard shows"),
        1 or 2 or UploadFailed => new(CallFault.Transient, GraphReach.Call, "it is tried again"),
        100 when message.Contains(ProofParameter, StringComparison.OrdinalIgnoreCase)
            => new(CallFault.Permanent, GraphReach.Call, "set app_secret of the connection to the secret of the app that the token was made for"),
        100 when subcode == ObjectMissing
            => new(CallFault.Permanent, GraphReach.Call, "it does not exist, or this connection may not see it; check the id"),
        100 when subcode == LinkToFacebook
            => new(CallFault.Permanent, GraphReach.Call, "Facebook takes no link to itself; write it into the message"),
        506 => new(CallFault.Permanent, GraphReach.Call, "the same was posted just before; change the text"),
        389 => new(CallFault.Permanent, GraphReach.Call, "Facebook could not fetch the file; check its address"),
        1609005 => new(CallFault.Permanent, GraphReach.Call, "Facebook could not read the link; check that it can be reached from outside"),
        _ => null,
    };

    private static GraphFault Throttled(GraphReach reach, string advice) => new(CallFault.RateLimited, reach, advice);

    private static string Reconnect(int subcode) => subcode switch
    {
        458 => "the user removed the app; log in again",
        459 => "Facebook holds the user's account at a checkpoint; log in at facebook.com first, then log in again",
        460 => "the user changed the password; log in again",
        463 => "the token has expired; log in again",
        464 => "the user's account is unconfirmed; confirm it at facebook.com, then log in again",
        467 => "the token was made invalid; log in again",
        492 => "the user has lost the role on the page; give it back, then log in again",
        _ => "the token is not valid any more; log in again",
    };
}
