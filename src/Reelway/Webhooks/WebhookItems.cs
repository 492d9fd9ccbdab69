using Reelway.Frame.Web;

namespace Reelway.Webhooks;

/// <summary>An endpoint as the API shows it.</summary>
/// <param name="Types">Only events of these types; empty: of all.</param>
/// <param name="Subject">Only events about this subject, or about those that begin so where it ends with *.</param>
/// <param name="OffWhy">Why it gets nothing for now.</param>
/// <param name="FailingSince">The first failure since the last success.</param>
/// <param name="GoodAt">The last success, to the minute.</param>
/// <param name="Ahead">Events, of whatever type, that it has not looked at.</param>
/// <param name="Open">Deliveries that are open.</param>
/// <param name="Version">Another one whenever it was changed.</param>
internal sealed record WebhookItem(
    string Name, string Url, bool Enabled, string? OffWhy, IReadOnlyList<string> Types, string? Subject, string Description, string Method, IReadOnlyList<string> Headers,
    string Auth, bool Signed, int TimeoutSeconds, int Attempts, string? Template, DateTime CreatedAt, DateTime? FailingSince, DateTime? GoodAt, long Ahead, long Open, long Version)
    : IVersioned
{
    public static WebhookItem Sample { get; } = new(
        "newsroom", "https://news.example/hooks/reelway", Enabled: true, OffWhy: null, ["talk.published"], Subject: null, "The newsroom's own feed.", "POST", ["X-Desk"],
        EndpointSettings.AuthNone, Signed: true, TimeoutSeconds: 15, Attempts: 10, Template: null, new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), FailingSince: null,
        new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), Ahead: 0, Open: 1, Version: 1_772_359_200_000);
}

/// <summary>What an endpoint is to be. Left out: what is usual.</summary>
/// <param name="Credentials">The token for <c>bearer</c>, <c>user:password</c> for <c>basic</c>.</param>
/// <param name="Secret">Signs deliveries; left out: a new one.</param>
/// <param name="Template">The payload in the receiver's own form: JSON with placeholders in braces.</param>
internal sealed record AddWebhookRequest(
    string? Name, string? Url, IReadOnlyList<string>? Types = null, string? Subject = null, string? Description = null, string? Method = null,
    IReadOnlyDictionary<string, string>? Headers = null, string? Auth = null, string? Credentials = null, bool? Signed = null, string? Secret = null, int? TimeoutSeconds = null,
    int? Attempts = null, string? Template = null)
{
    public static AddWebhookRequest Sample { get; } = new("newsroom", "https://news.example/hooks/reelway", ["talk.published"], Description: "The newsroom's own feed.");
}

/// <summary>What of an endpoint is to be different. Left out: as it is; an empty text takes it away, an empty list of types means all.</summary>
/// <param name="Credentials">The token for <c>bearer</c>, <c>user:password</c> for <c>basic</c>. Left out: those it has, unless <c>auth</c> is another.</param>
/// <param name="Headers">In place of all that it has.</param>
/// <param name="Version">The version that was seen, where no <c>If-Match</c> says it; when it has another one by now, nothing is changed.</param>
internal sealed record EditWebhookRequest(
    string? Url = null, IReadOnlyList<string>? Types = null, string? Subject = null, string? Description = null, string? Method = null,
    IReadOnlyDictionary<string, string>? Headers = null, string? Auth = null, string? Credentials = null, bool? Signed = null, int? TimeoutSeconds = null, int? Attempts = null,
    string? Template = null, long? Version = null)
{
    /// <summary>An endpoint as it would be asked for with these changes.</summary>
    public AddWebhookRequest Over(WebhookEndpoint had)
    {
        var (its, secrets) = (had.Settings, had.Secrets);
        return new AddWebhookRequest(
            had.Name, Url ?? its.Url, Types ?? its.Types, Subject ?? its.Subject, Description ?? its.Description, Method ?? its.Method, Headers ?? secrets.Headers, Auth ?? its.Auth,
            Credentials ?? (Auth is null || Auth == its.Auth ? secrets.Credentials : null), Signed ?? its.Signed, secrets.Signing, TimeoutSeconds ?? its.TimeoutSeconds,
            Attempts ?? its.Attempts, Template ?? its.Template);
    }
}

/// <summary>An endpoint that was added.</summary>
/// <param name="Secret">What its receiver checks signatures with; null when it is not signed.</param>
internal sealed record AddedWebhook(WebhookItem Webhook, string? Secret);

/// <summary>How long the former secret signs too.</summary>
internal sealed record RotateRequest(string? Grace);

/// <summary>A new secret, and until when the former signs too.</summary>
internal sealed record RotatedWebhook(string Secret, DateTime FormerUntil);

/// <summary>Why an endpoint is switched off.</summary>
internal sealed record DisableRequest(string? Reason);

/// <summary>Where a replay begins.</summary>
internal sealed record ReplayWebhookRequest(long? After, string? Since);

/// <summary>What became of an example.</summary>
/// <param name="Problem">Why it did not arrive; null when it did.</param>
internal sealed record TestedWebhook(string Sentence, int? Status, string? Problem, long ElapsedMs, string Request, string Answer)
{
    public static TestedWebhook Sample { get; } = new("newsroom took the example in 84 ms.", 200, Problem: null, 84, "POST https://news.example/hooks/reelway", "ok");

    public static TestedWebhook From(string name, WebhookAttempt attempt)
    {
        var took = (long)attempt.Took.TotalMilliseconds;
        return new TestedWebhook(
            attempt.Problem is { } problem ? $"{name} did not take the example: {problem}" : $"{name} took the example in {took} ms.", attempt.Status, attempt.Problem, took,
            attempt.Request, attempt.Answer);
    }
}
