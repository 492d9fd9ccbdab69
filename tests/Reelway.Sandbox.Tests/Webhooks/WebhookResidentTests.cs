using System.Globalization;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox.Tests.Webhooks;

public sealed class WebhookResidentTests : SandboxResidentContract
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    public override string Name => "webhooks";

    protected override int RefusedStatus => 401;

    protected override bool KeepsRefused => true;

    protected override IReadOnlyList<string> Secrets => [Secret];

    protected override SandboxOptions Options
        => new() { Webhooks = new() { Receivers = new Dictionary<string, WebhookSettings> { ["partner"] = new(Secret) } } };

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var content = new StringContent("{}");
        content.Headers.Add("webhook-id", "msg_1");
        content.Headers.Add("webhook-timestamp", now);
        content.Headers.Add("webhook-signature", "v1," + WebhookSignature.Sign(Secret, isKnown ? "msg_1" : "msg_2", now, "{}"u8));
        using var answer = await http.SendAsync(HttpMethod.Post, "/webhooks/partner", content);
        return (int)answer.StatusCode;
    }
}
