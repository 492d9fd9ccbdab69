using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Webhooks;

/// <summary>A call to a receiver as it came in.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Body">As text; base64 when it is not UTF-8.</param>
/// <param name="WebhookId">The <c>webhook-id</c> header; null when it was not sent.</param>
/// <param name="Repeated">An earlier call carried the same <paramref name="WebhookId"/>.</param>
/// <param name="SignatureProblem">Why the signature is not good, in one sentence; null otherwise.</param>
public sealed record ReceivedWebhook(
    long Number, DateTimeOffset At, string Receiver, string Method, string Path, IReadOnlyDictionary<string, string> Headers,
    string Body, bool BodyIsBase64, string? WebhookId, bool Repeated, SignatureCheck Signature, string? SignatureProblem, int Status);

/// <summary>What became of the check of a signature.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignatureCheck>))]
public enum SignatureCheck
{
    /// <summary>The receiver has no secret.</summary>
    [JsonStringEnumMemberName("unchecked")]
    Unchecked,

    [JsonStringEnumMemberName("valid")]
    Valid,

    [JsonStringEnumMemberName("invalid")]
    Invalid,
}
