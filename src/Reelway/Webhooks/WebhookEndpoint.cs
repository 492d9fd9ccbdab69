using Reelway.Events;
using Reelway.Facts;

namespace Reelway.Webhooks;

/// <summary>Who gets events by HTTP.</summary>
/// <param name="Name">Names it in commands and lists; never changes.</param>
/// <param name="Sealed">Unsealed where they are needed; lists need none.</param>
/// <param name="Version">Another one whenever it was changed.</param>
/// <param name="Off">Why it gets nothing for now; null: it is on.</param>
/// <param name="FailingSince">The first failure since the last success; null: it works.</param>
internal sealed record WebhookEndpoint(
    string Name, EndpointSettings Settings, Lazy<EndpointSecrets> Sealed, DateTimeOffset CreatedAt, long Version, EndpointPause? Off, DateTimeOffset? FailingSince, DateTimeOffset? GoodAt)
{
    public EndpointSecrets Secrets => Sealed.Value;

    /// <summary>The scope that its deliveries share: held while it is off.</summary>
    public string Scope => ScopeOf(Name);

    /// <summary>Its name among the subscribers of events.</summary>
    public string Subscriber => SubscriberOf(Name);

    public static string ScopeOf(string name) => $"webhook:{name}";

    public static string SubscriberOf(string name) => $"webhook/{name}";

    /// <summary>True when it wants an event of the types that it gets. What receivers of one's own got it wants only when it names it.</summary>
    /// <remarks>One of those receivers may be where the endpoint leads to.</remarks>
    public bool Wants(RecordedEvent told)
        => WantsSubject(told.Subject) && (told.Type != WebhookReceived.Type || Settings.Types.Contains(WebhookReceived.Type));

    private bool WantsSubject(string subject)
        => Settings.Subject is not { } filter
            || (filter.EndsWith('*') ? subject.StartsWith(filter[..^1], StringComparison.Ordinal) : subject == filter);
}

/// <summary>Since when and why an endpoint is off.</summary>
internal sealed record EndpointPause(DateTimeOffset Since, string Why);

/// <summary>What of an endpoint may be shown.</summary>
internal sealed record EndpointSettings
{
    /// <summary>http or https.</summary>
    public required string Url { get; init; }

    /// <summary>Only events of these types; empty: of all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events about this subject, or about those that begin so where it ends with <c>*</c>; null: about all.</summary>
    public string? Subject { get; init; }

    public string Description { get; init; } = "";

    public string Method { get; init; } = "POST";

    /// <summary>Longest time until the whole answer is there.</summary>
    public int TimeoutSeconds { get; init; } = 15;

    /// <summary>Attempts in all.</summary>
    public int Attempts { get; init; } = DeliveryWaits.All.Count + 1;

    /// <summary><c>none</c>, <c>bearer</c> or <c>basic</c>.</summary>
    public string Auth { get; init; } = AuthNone;

    /// <summary>True to sign the Standard Webhooks way.</summary>
    public bool Signed { get; init; } = true;

    /// <summary>The payload with placeholders in braces; null: the event as it is.</summary>
    public string? Template { get; init; }

    public const string AuthNone = "none";
    public const string AuthBearer = "bearer";
    public const string AuthBasic = "basic";
}

/// <summary>What of an endpoint nobody is shown again.</summary>
/// <param name="Headers">Sent with each delivery.</param>
/// <param name="Credentials">The bearer's token, or <c>user:password</c>.</param>
/// <param name="Signing">The secret that signs: <c>whsec_…</c>.</param>
internal sealed record EndpointSecrets(IReadOnlyDictionary<string, string> Headers, string? Credentials, string Signing)
{
    // Each adds to a header of every delivery.
    private const int MostFormers = 5;

    /// <summary>Those before the last rotations, the newest first, each of which signs too for its time.</summary>
    public IReadOnlyList<FormerSecret> Formers { get; init; } = [];

    /// <summary>The secrets that sign now, the newest first.</summary>
    public IReadOnlyList<string> LiveAt(DateTimeOffset now) => [Signing, .. Formers.Where(former => now < former.Until).Select(former => former.Signing)];

    /// <summary>With a new secret, beside which the one so far signs too until a time.</summary>
    public EndpointSecrets Rotated(string signing, DateTimeOffset now, DateTimeOffset until)
        => this with { Signing = signing, Formers = [.. Formers.Where(former => now < former.Until).Prepend(new FormerSecret(Signing, until)).Take(MostFormers)] };
}

/// <summary>A secret that was replaced, and until when it signs too.</summary>
internal sealed record FormerSecret(string Signing, DateTimeOffset Until);
