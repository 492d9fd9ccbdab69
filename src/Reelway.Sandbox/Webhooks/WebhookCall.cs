using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Webhooks;

/// <summary>Deliveries that the sandbox is to send; <c>POST /_sandbox/webhooks/send</c>. Only to this machine.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Secret">What it is signed with: as the sender that it plays uses it.</param>
/// <param name="As">Which sender it plays.</param>
/// <param name="How">What is done to it.</param>
/// <param name="Header">Of <c>header</c> and <c>hmac</c>: the header; otherwise what such senders usually have.</param>
/// <param name="Body">What it brings; <c>{id}</c> and <c>{n}</c> stand for its id and number. Default: a small object with both.</param>
/// <param name="Id">Begins the ids. Default: one that no delivery had before.</param>
/// <param name="Count">How many different ones.</param>
/// <param name="Times">How often each is sent, with the same id and a fresh signature.</param>
/// <param name="Reorder">True: the last first.</param>
public sealed record WebhookCall(
    Uri Url, string? Secret = null, CallerKind As = CallerKind.Standard, CallerTrick How = CallerTrick.Sign, string? Header = null, string? Body = null, string? Id = null, int Count = 1,
    int Times = 1, bool Reorder = false)
{
    internal const int Most = 10_000;

    internal string? Refuse() => this switch
    {
        { Url: not { IsAbsoluteUri: true, Scheme: "http" or "https", IsLoopback: true } } => "\"url\" must be an http or https address of this machine, such as http://127.0.0.1:5000/webhooks/news.",
        { Count: < 1 or > Most } or { Times: < 1 or > 100 } => $"\"count\" must be 1 to {Most}, and \"times\" 1 to 100.",
        { Secret: null, How: not CallerTrick.Bare } => "\"secret\" is what it is signed with; only \"unsigned\" needs none.",
        { As: CallerKind.Standard, Secret: { } secret } when !WebhookSignature.IsSecret(secret) => "\"secret\" must be \"whsec_\" and base64 of 24 to 64 bytes.",
        { How: CallerTrick.Cut, Url.Scheme: "https" } => "\"cut\" is for http addresses.",
        _ => null,
    };
}

/// <summary>Senders that the sandbox can play.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallerKind>))]
public enum CallerKind
{
    /// <summary>Standard Webhooks.</summary>
    [JsonStringEnumMemberName("standard")]
    Standard,

    /// <summary>Box, with its primary key.</summary>
    [JsonStringEnumMemberName("box")]
    Box,

    [JsonStringEnumMemberName("stripe")]
    Stripe,

    [JsonStringEnumMemberName("meta")]
    Meta,

    /// <summary>An HMAC of the body in a header, hexadecimal.</summary>
    [JsonStringEnumMemberName("hmac")]
    Hmac,

    /// <summary>The secret itself in a header.</summary>
    [JsonStringEnumMemberName("header")]
    Header,
}

/// <summary>What is done to a delivery.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallerTrick>))]
public enum CallerTrick
{
    /// <summary>It is signed as it should be.</summary>
    [JsonStringEnumMemberName("sign")]
    Sign,

    /// <summary>It is signed with another secret.</summary>
    [JsonStringEnumMemberName("forge")]
    Forge,

    /// <summary>It is signed an hour ago.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    [JsonStringEnumMemberName("unsigned")]
    Bare,

    /// <summary>Its body is another one than was signed.</summary>
    [JsonStringEnumMemberName("change")]
    Change,

    /// <summary>It breaks off in the middle of its body.</summary>
    [JsonStringEnumMemberName("cut")]
    Cut,

    /// <summary>Its body is 11 MB.</summary>
    [JsonStringEnumMemberName("large")]
    Large,
}

/// <summary>A delivery that the sandbox has sent. <c>POST /_sandbox/webhooks/replay/{number}</c> sends the same bytes and headers again.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Status">What it was answered; null: nothing.</param>
/// <param name="Answer">The beginning of the answer, or why there was none.</param>
public sealed record SentWebhook(long Number, DateTimeOffset At, Uri Url, CallerKind As, CallerTrick How, string Id, int? Status, string Answer);
