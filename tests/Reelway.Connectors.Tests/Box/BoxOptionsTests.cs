using Reelway.Connectors.Box;
using Reelway.Connectors.Tests.Settings;
using Reelway.Contracts;

namespace Reelway.Connectors.Tests.Box;

public sealed class BoxOptionsTests
{
    [Fact]
    public void Settings_or_the_consoles_file_are_enough()
    {
        Assert.Empty(OptionProblems.Of(new BoxOptions { EnterpriseId = "1", ClientId = "c", ClientSecret = "s", JwtKeyId = "k", RsaPrivateKeyPath = "key.pem" }));
        Assert.Empty(OptionProblems.Of(new BoxOptions { EnterpriseId = "1", ClientId = "c", ClientSecret = "s", JwtKeyId = "k", RsaPrivateKey = "-----BEGIN…" }));
        Assert.Empty(OptionProblems.Of(new BoxOptions { ConfigFile = "box.json" }));
        Assert.Empty(OptionProblems.Of(new BoxOptions { Grant = BoxGrant.ClientCredentials, EnterpriseId = "1", ClientId = "c", ClientSecret = "s" }));
    }

    [Fact]
    public void All_that_is_missing_is_named_at_once()
        => Assert.Equal(
            ["client_id", "client_secret", "enterprise_id", "jwt_key_id", "rsa_private_key_path"],
            OptionProblems.Of(new BoxOptions()).Select(problem => problem.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void A_key_in_two_places_is_refused()
        => Assert.Equal("rsa_private_key", Assert.Single(OptionProblems.Of(new BoxOptions { ConfigFile = "box.json", RsaPrivateKey = "a", RsaPrivateKeyPath = "b" })).Key);

    [Fact]
    public void What_is_set_goes_before_what_the_consoles_file_holds()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "box.json");
        File.WriteAllText(path, """{"boxAppSettings":{"clientID":"c","clientSecret":"s","appAuth":{"publicKeyID":"k","privateKey":"one\\ntwo","passphrase":"p"}},"enterpriseID":42}""");

        var key = BoxKey.Read(new BoxOptions { ConfigFile = path, ClientId = "mine" });

        Assert.Equal(("42", "mine", "s", "k", "one\ntwo", "p"), (key.EnterpriseId, key.ClientId, key.ClientSecret, key.KeyId, key.PrivateKey, key.Passphrase));
    }

    [Theory]
    [InlineData("{}", "is not the JSON file of an application")]
    [InlineData("nonsense", "is not the JSON file of an application")]
    [InlineData("""{"boxAppSettings":{"clientID":"c"},"enterpriseID":"1"}""", "client_secret is missing")]
    [InlineData(null, "can't be read")]
    public void A_file_that_is_no_good_is_refused_in_words(string? content, string words)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "box.json");
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => BoxKey.Read(new BoxOptions { ConfigFile = path })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong passphrase")]
    [InlineData(null)]
    public void A_key_opens_with_its_passphrase_only(string? passphrase)
    {
        var key = new BoxKey("1", "c", "s", "k", BoxHarness.PrivateKey, "passphrase of the key");
        using var opened = key.Open();

        Assert.Equal(2048, opened.KeySize);
        Assert.Contains("passphrase", Assert.Throws<InvalidDataException>(() => (key with { Passphrase = passphrase }).Open()).Message, StringComparison.Ordinal);
    }
}
