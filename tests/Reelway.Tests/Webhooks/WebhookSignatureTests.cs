using System.Text;
using Microsoft.AspNetCore.Http;
using Reelway.Webhooks;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Reelway.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void After_two_rotations_within_the_grace_all_three_secrets_sign_each_for_its_time()
    {
        var now = new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

        var secrets = new EndpointSecrets(new Dictionary<string, string>(), Credentials: null, "first")
            .Rotated("second", now, now.AddHours(24)).Rotated("third", now.AddHours(1), now.AddHours(25));

        Assert.Equal(["third", "second", "first"], secrets.LiveAt(now.AddHours(2)));
        Assert.Equal(["third", "second"], secrets.LiveAt(now.AddHours(24)));
        Assert.Equal(["third"], secrets.LiveAt(now.AddHours(25)));
        Assert.Equal(["fourth"], secrets.Rotated("fourth", now.AddHours(26), now.AddHours(26)).LiveAt(now.AddHours(26)));
    }

    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    // The vector that all reference libraries assert.
    [Fact]
    public void The_specifications_example_is_signed_as_it_says()
        => Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of([Secret], Id, DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""u8));

    [Fact]
    public void While_a_secret_is_rotated_each_of_both_receivers_finds_a_signature_that_it_accepts_and_a_stranger_none()
    {
        var (old, now) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());
        const string body = """{"title":"Käuze – „nachts“"}""";
        var at = TimeProvider.System.GetUtcNow();

        var signatures = WebhookSignature.Of([now, old], Id, at, Encoding.UTF8.GetBytes(body)).Split(' ');

        // One by one: this library looks at the first of a list only, where the specification wants any to do.
        Assert.Equal((true, false), (Accepts(now, body, signatures[0]), Accepts(old, body, signatures[0])));
        Assert.Equal((false, true), (Accepts(now, body, signatures[1]), Accepts(old, body, signatures[1])));
        Assert.False(Accepts(now, body + " ", signatures[0]));

        bool Accepts(string secret, string received, string signature)
        {
            try
            {
                new StandardWebhook(secret).Verify(received, new HeaderDictionary
                {
                    ["webhook-id"] = Id,
                    ["webhook-timestamp"] = $"{at.ToUnixTimeSeconds()}",
                    ["webhook-signature"] = signature,
                });
                return true;
            }
            catch (WebhookVerificationException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("whsec_c2hvcnQ=", false)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_ä", false)]
    public void A_secret_has_its_prefix_and_24_to_64_bytes(string text, bool good) => Assert.Equal(good, WebhookSignature.IsSecret(text));

    [Fact]
    public void The_former_secret_signs_until_its_time_is_up()
    {
        var until = DateTimeOffset.UnixEpoch.AddDays(1);
        var secrets = new EndpointSecrets(new Dictionary<string, string>(), Credentials: null, "new") { Formers = [new FormerSecret("old", until)] };

        Assert.Equal(["new", "old"], secrets.LiveAt(until.AddSeconds(-1)));
        Assert.Equal(["new"], secrets.LiveAt(until));
    }
}
