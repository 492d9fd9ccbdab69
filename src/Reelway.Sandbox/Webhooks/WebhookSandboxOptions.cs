namespace Reelway.Sandbox.Webhooks;

/// <summary>How the webhook receivers answer.</summary>
public sealed record WebhookSandboxOptions
{
    /// <summary>Receivers with settings of their own, by name. Every other name answers 200 and checks nothing.</summary>
    public IReadOnlyDictionary<string, WebhookSettings> Receivers { get; init; } = new Dictionary<string, WebhookSettings>();

    /// <summary>Largest body taken, in bytes; larger ones are answered 413. Default 1 MiB.</summary>
    public int LargestBodyBytes { get; init; } = 1024 * 1024;
}

/// <summary>One receiver; <c>PUT /_sandbox/webhooks/{name}</c> sets it.</summary>
/// <param name="Secret">Standard Webhooks secret (<c>whsec_</c> and base64). With one, a call without a good signature is answered 401.</param>
/// <param name="Status">Status of a good call. Default 200.</param>
/// <param name="Body">Body of the answer to a good call. Default empty.</param>
public sealed record WebhookSettings(string? Secret = null, int Status = 200, string Body = "")
{
    internal string? Refuse() => this switch
    {
        { Status: < 200 or > 599 } => "\"status\" must be 200 to 599.",
        { Secret: { } secret } when !WebhookSignature.IsSecret(secret) => "\"secret\" must be \"whsec_\" and base64 of 24 to 64 bytes.",
        _ => null,
    };
}
