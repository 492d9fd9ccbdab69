using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reelway.Webhooks;

namespace Reelway.Tests.Webhooks;

/// <summary>What <c>/readyz</c> says of endpoints.</summary>
public sealed class WebhooksHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 20, 0, TimeSpan.Zero);

    [Fact]
    public void Endpoints_that_get_nothing_are_counted_with_the_age_of_the_last_delivery_and_without_their_names()
    {
        var health = WebhooksHealth.Look(
            [Endpoint("fine", good: Now), Endpoint("dead", good: Now.AddDays(-3), failing: Now.AddHours(-50)), Endpoint("off", off: Now.AddHours(-5))], Now);

        Assert.Equal(
            (HealthStatus.Degraded, "2 of 3 webhook endpoints get nothing, 1 of them since they are off; the longest for 3 days. \"reelway webhooks list\" says which."),
            (health.Status, health.Description));
    }

    [Fact]
    public void A_short_trouble_and_an_endpoint_for_which_nothing_happened_are_none()
        => Assert.Equal(HealthStatus.Healthy, WebhooksHealth.Look([Endpoint("short", good: Now.AddHours(-2), failing: Now.AddMinutes(-59)), Endpoint("new")], Now).Status);

    private static WebhookEndpoint Endpoint(string name, DateTimeOffset? good = null, DateTimeOffset? failing = null, DateTimeOffset? off = null)
        => new(
            name, new EndpointSettings { Url = "https://news.example/in" }, new Lazy<EndpointSecrets>(() => throw new InvalidOperationException("Nobody needs them.")), Now.AddDays(-9), Version: 1,
            off is { } since ? new EndpointPause(since, "Moved.") : null, failing, good);
}
