using Reelway.Connectors.X;

namespace Reelway.Connectors.Tests.X;

/// <summary>The vectors that X publishes, and some with the same keys.</summary>
public sealed class OAuthSignatureTests
{
    private const string Nonce = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg";

    // Published as samples; they are good for nothing.
    private static readonly OAuthSignature Signature = new(
        "xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE");

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1318622958);

    [Theory]
    [InlineData("https://api.x.com/1.1/statuses/update.json", "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=")]
    [InlineData("https://api.twitter.com/1.1/statuses/update.json", "hCtSmYh+iHYCEqBWrE7C7hYmtUk=")]
    [InlineData("https://api.twitter.com/1/statuses/update.json", "tnnArxj06cWHq44gCs1OSKk/jLY=")]
    public void A_form_and_a_query_are_signed_with_the_host_that_is_called(string url, string expected)
        => Assert.Equal(expected, Signature.Sign(
            HttpMethod.Post, new Uri(url + "?include_entities=true"), Nonce, At, ("status", "Hello Ladies + Gentlemen, a signed OAuth request!")));

    [Theory]
    [InlineData("POST", "https://api.x.com/2/tweets", "lr+tV/DKclEvXKVjG6tgaSSLV0k=")]
    [InlineData("GET", "https://api.x.com/2/media/upload?command=STATUS&media_id=1880028106020515840", "ZkMio+avf1tYkOY9L2zbmx4cVaM=")]
    public void A_body_in_JSON_is_not_signed(string method, string url, string expected)
        => Assert.Equal(expected, Signature.Sign(new HttpMethod(method), new Uri(url), Nonce, At));

    [Fact]
    public void The_header_holds_all_that_was_signed_and_no_secret()
    {
        var header = Signature.Header(HttpMethod.Post, new Uri("https://api.x.com/2/tweets"), Nonce, At);

        Assert.Equal(
            $"OAuth oauth_consumer_key=\"xvz1evFS4wEEPTGEFPHBog\", oauth_nonce=\"{Nonce}\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1318622958\", "
            + "oauth_token=\"370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb\", oauth_version=\"1.0\", oauth_signature=\"lr%2BtV%2FDKclEvXKVjG6tgaSSLV0k%3D\"",
            header);
    }
}
