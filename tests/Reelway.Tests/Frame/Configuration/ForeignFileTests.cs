namespace Reelway.Tests.Frame.Configuration;

/// <summary>Files that were never meant to be shown, named where a configuration is expected.</summary>
public sealed class ForeignFileTests
{
    private const string Hidden = "y9jtoken";

    public static TheoryData<string> Files =>
    [
        $"root:$y$j9T${Hidden}:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n{Hidden}:!:1::::::\n",
        $"root:$y$j9T${Hidden}:19000:0:99999:7::: \n", $"[{Hidden}\n", $"{{{Hidden}: {Hidden}\n", $"*{Hidden}\n", $"!{Hidden} x: 1\n", $"&{Hidden}\n", $"%{Hidden}\n",
        $"@{Hidden}\n", $"a: *{Hidden}/{Hidden}\n", $"\"{Hidden}/\": 1\n\"{Hidden}/\": 2\n", $"- {Hidden}\n", $"{Hidden}\n", $"a: b: {Hidden}\n", $"a: |\n {Hidden}\n{Hidden}\n",
        $"-----BEGIN PRIVATE KEY-----\n{Hidden}\n-----END PRIVATE KEY-----\n", $"\"{Hidden}\n", $"a: \"\\q{Hidden}\"\n", $"machine x login y password {Hidden}:\n/{Hidden}:\n",
        $"? {Hidden}\n? [{Hidden}]\n", $"--- {Hidden}\n--- {Hidden}\n",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_of_a_file_that_is_no_configuration_is_repeated(string text)
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "include: more.yaml\n").With("more.yaml", text);
        using var named = new SettingsFolder().With("reelway.yaml", text);

        foreach (var settings in new[] { folder.Load(), named.Load() })
        {
            Assert.All(settings.Problems, problem => Assert.DoesNotContain(Hidden, problem.ToString(), StringComparison.Ordinal));
            Assert.All(settings.Effective, setting => Assert.DoesNotContain(Hidden, setting.Value, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("people.csv")]
    [InlineData("id_rsa")]
    public void A_file_that_is_not_named_as_a_configuration_is_not_included(string name)
    {
        using var folder = new SettingsFolder().With("reelway.yaml", $"include: {name}\n").With("people.csv", Hidden).With("id_rsa", Hidden);

        Assert.Equal($"include (reelway.yaml:1): \"{name}\" is not read: the name of a configuration ends with .yaml or .yml.", folder.Problem().ToString());
    }

    [Theory]
    [InlineData("sample.workers")]
    [InlineData("sample.name")]
    public void What_a_variable_s_file_holds_is_not_repeated_whatever_it_was_read_for(string key)
    {
        using var folder = new SettingsFolder().With("key", $"root:{Hidden}:1\n{Hidden}\n").With("reelway.yaml", "sample: {sheet: \"${HELD}\"}\n")
            .Variable($"REELWAY__{key.ToUpperInvariant().Replace(".", "__", StringComparison.Ordinal)}_FILE", "key").Variable("HELD_FILE", "key");

        var settings = folder.Load();

        Assert.All(settings.Problems, problem => Assert.DoesNotContain(Hidden, problem.ToString(), StringComparison.Ordinal));
        Assert.All(settings.Effective, setting => Assert.DoesNotContain(Hidden, setting.Value, StringComparison.Ordinal));
    }
}
