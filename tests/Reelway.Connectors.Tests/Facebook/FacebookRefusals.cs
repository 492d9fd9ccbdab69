using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;
using static Reelway.Connectors.CallFault;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>Recorded answers that are no success, by the name of their file.</summary>
internal static class FacebookRefusals
{
    private const string Page = FacebookHarness.PageId;
    private const string PageScope = $"facebook:page:{Page}";
    private const string Connection = "connection:fb-main";
    private const string App = "facebook:app:9001";
    private const string User = "facebook:user:fb-main";

    // The settings' own, for answers that name none.
    private static readonly TimeSpan ThrottleWait = TimeSpan.FromHours(6);

    private static readonly UploadWindow Window = new(0, 100);

    public static IReadOnlyDictionary<string, (Func<FacebookPages, Task> Call, RecordedFault Fault)> All { get; }
        = new Dictionary<string, (Func<FacebookPages, Task>, RecordedFault)>
        {
            ["token-expired"] = (Post, Dead("190/463", "the token has expired; log in again")),
            ["token-invalidated"] = (Post, Dead("190/467", "the token was made invalid; log in again")),
            ["token-at-checkpoint"] = (Post, Dead("190/459", "at a checkpoint; log in at facebook.com first")),
            ["token-after-password-change"] = (Post, Dead("190/460", "changed the password; log in again")),
            ["token-of-removed-app"] = (Post, Dead("190/458", "the user removed the app; log in again")),
            ["token-of-unconfirmed-user"] = (Post, Dead("190/464", "confirm it at facebook.com, then log in again")),
            ["token-without-page-role"] = (Post, Dead("190/492", "has lost the role on the page; give it back")),
            ["token-unreadable"] = (pages => pages.ExchangeTokenAsync("EAABanother", Cancellation), new(Auth, "190", Connection, "not valid any more; log in again")),
            ["permission-not-granted"] = (Post, new(Auth, "200", PageScope, "grant all that is asked for, for this page too")),
            ["permission-taken-back"] = (Post, new(Auth, "10", PageScope, "a permission is missing")),
            ["publishing-not-authorized"] = (Post, new(Auth, "1404078", PageScope, "its administrators need to complete Page Publishing Authorization)")),
            ["identity-unconfirmed"] = (Post, new(Auth, "4854002", PageScope, "confirm who they are")),
            ["app-throttled"] = (Post, Throttled("4", App, ThrottleWait, "the app has used up its calls")),
            ["app-limit-reached"] = (Post, Throttled("341", App, ThrottleWait, "the app has used up its calls")),
            ["user-throttled"] = (Post, Throttled("17/2446079", User, ThrottleWait, "the user has used up the calls")),
            ["page-throttled"] = (Post, Throttled("32", PageScope, TimeSpan.FromMinutes(19), "the page has used up its calls")),
            ["page-throttled-without-usage"] = (Post, Throttled("32", PageScope, ThrottleWait, "the page has used up its calls")),
            // Two kinds of use in one header: the longer wait counts.
            ["page-throttled-for-business"] = (Post, Throttled("80001", PageScope, TimeSpan.FromMinutes(33), "the page has used up its calls")),
            ["page-throttled-beside-another"] = (Post, Throttled("613", PageScope, TimeSpan.FromMinutes(7), "this kind of call is used up")),
            ["posting-too-fast"] = (Post, Throttled("1390008", PageScope, ThrottleWait, "by going too fast")),
            // Long, although the header names five minutes.
            ["blocked-for-abuse"] = (Post, Throttled("368/1390008", PageScope, TimeSpan.FromHours(24), "read its notice in the page's support inbox")),
            ["error-without-wrapper"] = (Post, Throttled("32", PageScope, ThrottleWait, "Page request limit reached [32]")),
            ["duplicate-post"] = (Post, Lasting("506/1455006", "the same was posted just before; change the text")),
            ["link-unreadable"] = (Post, Lasting("1609005/1609005", "Facebook could not read the link")),
            ["link-to-facebook"] = (Post, Lasting("100/1609008", "Facebook takes no link to itself")),
            ["file-not-fetched"] = (Start, Lasting("389/1363025", "could not fetch the file")),
            ["capability-missing"] = (Post, Lasting("3", "request it in the app's dashboard")),
            ["proof-missing"] = (Post, Lasting("100", "set app_secret of the connection")),
            ["proof-of-another-token"] = (Post, Lasting("100", "set app_secret of the connection")),
            ["secret-wrong"] = (Exchange, Lasting("1", "set app_secret of the connection")),
            ["app-unknown"] = (Exchange, Lasting("101", "set app_id of the connection")),
            ["error-with-status-200"] = (Post, Lasting("100", "The parameter message is too long [100]")),
            ["words-full-of-codes"] = (Post, Lasting("100", "Object 190490032368 (#32) was throttled 613 times (Code 4: Sitzung 463 abgelaufen) [100]")),
            ["lasting-by-its-flag"] = (Transfer, Lasting("6001/1363099", "change what is sent")),
            ["passing-by-its-flag"] = (Transfer, Passing("6001/1363099")),
            ["chunk-refused-for-now"] = (Transfer, Passing("6001/1363030")),
            ["finish-refused-for-now"] = (Finish, Passing("6001/1363011")),
            ["start-refused-for-now"] = (Start, Passing("6000")),
            ["wrong-window-unnamed"] = (Transfer, Passing("6001/1363037")),
            ["unknown-error"] = (Post, Passing("1/99")),
            ["service-down"] = (Post, Passing("2/1504044")),
            ["no-success"] = (Finish, new(Transient, null, null, "Facebook answered that it had no success")),
            ["post-without-id"] = (Post, new(Transient, null, null, "the answer has no id") { OutcomeUnknown = true }),
            ["gateway-page"] = (Post, new(Transient, "http-502", null, "a web page titled \"Facebook | Error\"") { OutcomeUnknown = true }),
            ["too-large-for-the-gateway"] = (Transfer, Lasting("http-413", "with an empty body; what was sent is larger than the server takes")),
        };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task Post(FacebookPages pages) => pages.PostToFeedAsync(Page, new FeedPost("Hello", null), Cancellation);

    private static Task Exchange(FacebookPages pages) => pages.ExchangeTokenAsync("EAABshortLivedUserToken1", Cancellation);

    private static Task Start(FacebookPages pages) => pages.StartUploadAsync(Page, 5_000_000, Cancellation);

    private static async Task Transfer(FacebookPages pages)
    {
        using var file = new MemoryStream(new byte[300]);
        await pages.TransferAsync(Page, "1564747013773438", Window, file, Cancellation);
    }

    private static Task Finish(FacebookPages pages) => pages.FinishUploadAsync(Page, "1564747013773438", new VideoDetails("t", null), Cancellation);

    private static RecordedFault Dead(string code, string words) => new(Auth, code, PageScope, words);

    private static RecordedFault Throttled(string code, string scope, TimeSpan wait, string words) => new(RateLimited, code, scope, words) { Wait = wait };

    private static RecordedFault Lasting(string code, string words) => new(Permanent, code, null, words);

    private static RecordedFault Passing(string code) => new(Transient, code, null, "it is tried again");
}
