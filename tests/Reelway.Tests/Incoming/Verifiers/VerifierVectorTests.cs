using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Reelway.Frame.Public;
using Reelway.Incoming.Verifiers;

namespace Reelway.Tests.Incoming.Verifiers;

/// <summary>The signatures that the systems themselves publish, through the same verifiers that the listener uses.</summary>
public sealed class VerifierVectorTests
{
    private const string BoxBody = """{"type":"webhook_event","webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"Test.txt"}}""";
    private const string BoxPrimary = "6TfeAW3A1PASkgboxxA5yqHNKOwFyMWuEXny/FPD5hI=";
    private const string BoxSecondary = "v+1CD1Jdo3muIcbpv5lxxgPglOqMfsNHPV899xWYydo=";

    private static readonly DateTimeOffset BoxNow = new(2020, 1, 1, 7, 5, 0, TimeSpan.Zero);

    // Asserted by the libraries of the specification in all languages.
    [Fact]
    public void Standard_Webhooks()
    {
        var (verifier, at) = (new StandardWebhooksVerifier(["whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]), DateTimeOffset.FromUnixTimeSeconds(1614265330));
        (string, string)[] headers = [("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"), ("webhook-signature", "v1a,abc v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")];

        Assert.Equal(Verdict.Good("msg_p5jXN8AQM9LWM0D4loKWxJek"), Judge(verifier, """{"test": 2432232314}""", at, headers));
        Assert.StartsWith("No signature fits", Judge(verifier, """{"test":2432232314}""", at, headers).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Test.txt""", BoxPrimary)]
    [InlineData("""\u30b9\u30af\u30ea\u30fc\u30f3\u30b7\u30e7\u30c3\u30c8 2020-08-05.txt""", "LV2uCu+5NJtIHrCXDYgZ0v/PP5THGRuegw3RtdnEyuE=")]
    [InlineData("""スクリーンショット 2020-08-05.txt""", "LV2uCu+5NJtIHrCXDYgZ0v/PP5THGRuegw3RtdnEyuE=")]
    [InlineData("""\ud83d\ude00 2020-08-05.txt""", "xF/SDZosX4le+v4A0Qn59sZhuD1RqY5KRUKzVMSbh0E=")]
    [InlineData("""😀 2020-08-05.txt""", "xF/SDZosX4le+v4A0Qn59sZhuD1RqY5KRUKzVMSbh0E=")]
    [InlineData("""test \r""", "SVkbKgy3dEEf2PbbzpNu2lDZS7zZ/aboU7HOZgBGrJk=")]
    [InlineData("test \r", "SVkbKgy3dEEf2PbbzpNu2lDZS7zZ/aboU7HOZgBGrJk=")]
    [InlineData("""\/""", "t41PWT5ZB6OcysnD6SDy9Ud+p9hdXxIdXqcdweyZv/Q=")]
    [InlineData("""\\""", "ERpMZwUQsGDTfj82ehdX6VvDZfvOhK5ULNfVmwVAGe0=")]
    public void Box_as_received_and_as_a_proxy_wrote_it_again(string name, string signature)
    {
        var body = name == "Test.txt"
            ? BoxBody
            : """{"webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"NAME"}}""".Replace("NAME", name, StringComparison.Ordinal);

        // These bodies have no id of their own: that the caller is known shows in the verdict all the same.
        Assert.True(Judge(new BoxVerifier("SamplePrimaryKey", "SampleSecondaryKey"), body, BoxNow, BoxHeaders(signature)).IsKnown);
    }

    [Fact]
    public void Box_knows_a_delivery_by_the_id_in_its_body_which_stays_when_it_is_sent_again()
    {
        const string body = """{"id":"eb0c4e06-751f-442c-86f8-fd5bb4040001","trigger":"FILE.UPLOADED"}""";
        var signature = Convert.ToBase64String(HMACSHA256.HashData("SampleSecondaryKey"u8, Encoding.UTF8.GetBytes(body + "2020-01-01T00:00:00-07:00")));

        Assert.Equal(Verdict.Good("eb0c4e06-751f-442c-86f8-fd5bb4040001"), Judge(new BoxVerifier("SamplePrimaryKey", "SampleSecondaryKey"), body, BoxNow, BoxHeaders(BoxPrimary, signature)));
        Assert.Contains("id is missing", Judge(new BoxVerifier("SamplePrimaryKey", null), BoxBody, BoxNow, BoxHeaders(BoxPrimary)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0dedf9bf919bc4210d8d5ecfbb254709dcf4e0e9d08b2ba775fb3752462be8e6", 0, "1", "HmacSHA256")]
    [InlineData("De35v5GbxCENjV7PuyVHCdz04OnQiyundfs3UkYr6OY=", 0, "1", "HmacSHA256")]
    [InlineData("+EOZbAvm9+hnBvLk6bKL4bC4FmX0jImFPz604Z/r05k=", 0, "1", "HmacSHA256")]
    [InlineData(BoxSecondary, 0, "1", "HmacSHA256")]
    [InlineData(BoxPrimary, 0, "2", "HmacSHA256")]
    [InlineData(BoxPrimary, 0, "1", "HmacSHA1")]
    [InlineData(BoxPrimary, 301, "1", "HmacSHA256")]
    [InlineData(BoxPrimary, -1200, "1", "HmacSHA256")]
    public void Box_refuses_other_forms_other_keys_headers_and_late_or_early_times(string signature, int secondsLater, string version, string algorithm)
        => Assert.False(Judge(
            new BoxVerifier("SamplePrimaryKey", "SampleSecondaryKey"), BoxBody, BoxNow.AddSeconds(secondsLater), BoxHeaders(signature, version: version, algorithm: algorithm)).IsKnown);

    [Fact]
    public void Stripe()
    {
        const string body = """{"id":"evt_test_1","object":"event","type":"customer.subscription.updated"}""";
        const string signature = "6d1695090a29031f4a635fba8776b80e9058dddec671fd5bdf1d7c278222cf63";
        var (verifier, at) = (new StripeVerifier(["whsec_other_secret", "whsec_test_secret"]), DateTimeOffset.FromUnixTimeSeconds(1700000000));

        Assert.Equal(Verdict.Good("evt_test_1"), Judge(verifier, body, at.AddSeconds(300), ("Stripe-Signature", $"t=1700000000,v1={new string('0', 64)},v1={signature},v0=abc")));
        Assert.False(Judge(verifier, body, at, ("Stripe-Signature", $"t=1700000000,v0={signature}")).IsKnown);
        Assert.False(Judge(verifier, body, at, ("Stripe-Signature", $"t=1700000001,v1={signature}")).IsKnown);
        Assert.False(Judge(verifier, body, at.AddSeconds(301), ("Stripe-Signature", $"t=1700000000,v1={signature}")).IsKnown);
        Assert.False(Judge(verifier, body, at, ("Stripe-Signature", $"v1={signature}")).IsKnown);
        Assert.False(Judge(verifier, body, at, ("Stripe-Signature", $"t=1700000000,v1={new string('é', 64)}")).IsKnown);
    }

    // From GitHub's documentation, which signs as Meta does: secret "It's a Secret to Everybody", body "Hello, World!".
    [Theory]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", true)]
    [InlineData("SHA256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17", true)]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", true)]
    [InlineData("dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=", true)]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", false)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e16", false)]
    [InlineData("", false)]
    public void A_plain_hmac_of_the_body_and_Metas_signature(string signature, bool good)
    {
        Assert.Equal(good, Judge(new SharedHmacVerifier("X-Signature", ["It's a Secret to Everybody"], Identity.Body), "Hello, World!", BoxNow, ("X-Signature", signature)).IsKnown);
        Assert.Equal(good, Judge(new MetaVerifier(["It's a Secret to Everybody"], "token"), "Hello, World!", BoxNow, ("X-Hub-Signature-256", signature)).IsKnown);
    }

    [Theory]
    [InlineData("subscribe", "our-word", "1158201444", "1158201444", null)]
    [InlineData("subscribe", "their-word", "1158201444", "", "The verify token is another one.")]
    [InlineData("subscribe", "our-word", "<script>", "", "The challenge is not of letters and digits.")]
    public void Metas_challenge_is_answered_to_those_who_know_the_token(string mode, string token, string challenge, string answer, string? problem)
    {
        var asked = new MetaVerifier(["a-secret"], "our-word").Challenge(new QueryCollection(new Dictionary<string, StringValues>
        {
            ["hub.mode"] = mode,
            ["hub.verify_token"] = token,
            ["hub.challenge"] = challenge,
        }));

        Assert.Equal((answer, problem), (asked!.Value.Text, asked.Value.Problem));
        Assert.Null(new MetaVerifier(["a-secret"], "our-word").Challenge(new QueryCollection()));
    }

    [Theory]
    [InlineData("https://hooks.example.org/webhooks/box", true)]
    [InlineData("https://hooks.example.org:5000/webhooks/box", false)]
    [InlineData("http://hooks.example.org/webhooks/box", false)]
    public void Box_calls_port_443_only(string address, bool good) => Assert.Equal(good, new BoxVerifier("a", null).ProblemAt(new Uri(address)) is null);

    private static (string, string)[] BoxHeaders(string primary, string? secondary = null, string version = "1", string algorithm = "HmacSHA256") =>
    [
        ("BOX-DELIVERY-ID", "new-each-time"), ("BOX-DELIVERY-TIMESTAMP", "2020-01-01T00:00:00-07:00"), ("BOX-SIGNATURE-VERSION", version), ("BOX-SIGNATURE-ALGORITHM", algorithm),
        ("BOX-SIGNATURE-PRIMARY", primary), .. secondary is null ? Array.Empty<(string, string)>() : [("BOX-SIGNATURE-SECONDARY", secondary)],
    ];

    private static Verdict Judge(Verifier verifier, string body, DateTimeOffset now, params (string Name, string Value)[] headers)
    {
        var request = new ReceivedRequest(new HeaderDictionary(headers.ToDictionary(header => header.Name, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase)), Encoding.UTF8.GetBytes(body));
        return verifier.ProblemOf(request.Headers) is { } problem ? Verdict.Refused(problem) : verifier.Verify(request, now);
    }
}
