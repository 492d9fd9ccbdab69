using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reelway.Connectors.Aws;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>The published vectors of Signature Version 4 (awslabs/aws-c-auth, signing test suite).</summary>
public sealed class AwsSignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly DateTimeOffset Time = DateTimeOffset.Parse("2015-08-30T12:36:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("GET", "/", "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "553f88c9e4d10fc9e109e2aeb65f030801b70c2f6468faca261d401ae622fc87", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "816cd5b414d056048ba4f7c5386d6e0533120fb1fcfa93762cf0fc39e2cf19e0", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void A_request_has_the_published_form_and_signature(string method, string target, string canonicalHash, string signature)
        => Check(new HttpRequestMessage(new HttpMethod(method), $"https://example.amazonaws.com{target}"), EmptyHash, canonicalHash, signature);

    [Fact]
    public void Values_are_trimmed_and_their_spaces_collapsed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.amazonaws.com/");
        request.Headers.TryAddWithoutValidation("My-Header1", "value1");
        request.Headers.TryAddWithoutValidation("My-Header2", "\"a   b   c\"");

        Check(
            request, EmptyHash, "a726db9b0df21c14f559d0a978e563112acb1b9e05476f0a6a1c7d68f28605c7",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    [Fact]
    public void A_call_of_the_json_protocol_has_the_signature_that_another_implementation_reckons()
    {
        var body = """{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/q1","MaxNumberOfMessages":10,"WaitTimeSeconds":20}"""u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://sqs.us-east-1.amazonaws.com/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "AmazonSQS.ReceiveMessage");

        new AwsSignature("us-east-1", "sqs").Sign(request, body, new AwsIdentity("AKIDEXAMPLE", Secret, null), Time);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/sqs/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
                + "Signature=5c43c13fcc8fd0c99728855775bff262342b35d207046fc2d4843f188f4cc808",
            request.Headers.GetValues("Authorization").Single());
        Assert.Equal(
            "9e65b0be0d065ec1c6ad437e0f495e15797093b99ad6de07a06d7ff044ca5c6a",
            Convert.ToHexStringLower(new AwsSignature("us-east-1", "sqs").Key(Secret, "20150830")));
    }

    [Fact]
    public void A_token_of_temporary_credentials_is_signed_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://sqs.us-east-1.amazonaws.com/");

        new AwsSignature("us-east-1", "sqs").Sign(request, [], new AwsIdentity("AKIDEXAMPLE", Secret, "the-token"), Time);

        Assert.Contains("SignedHeaders=host;x-amz-date;x-amz-security-token,", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
        Assert.Equal("the-token", request.Headers.GetValues("X-Amz-Security-Token").Single());
    }

    private static void Check(HttpRequestMessage request, string bodyHash, string canonicalHash, string signature)
    {
        using (request)
        {
            request.Headers.Add("X-Amz-Date", "20150830T123600Z");
            var (_, text) = AwsSignature.Canonical(request, bodyHash);

            Assert.Equal(canonicalHash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
            Assert.Equal(signature, new AwsSignature("us-east-1", "service").Signature(Secret, Time, text));
        }
    }
}
