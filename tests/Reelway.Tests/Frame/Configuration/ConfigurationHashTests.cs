using Reelway.Frame.Configuration;
using Reelway.Hosting;

namespace Reelway.Tests.Frame.Configuration;

public sealed class ConfigurationHashTests
{
    private const string Text = "talks: {stages: {Main hall: {page: one}}, default_page: two}\nserver: {api_key: \"0123456789abcdef\"}\n";

    [Fact]
    public void The_same_settings_have_the_same_hash_however_they_are_written()
    {
        var hash = Hash(Text);

        Assert.Matches("^[0-9a-f]{12}$", hash);
        Assert.Equal(hash, Hash(Text));
        Assert.Equal(hash, Hash("server: {api_key: \"0123456789abcdef\"}\ntalks:\n  default_page: two # main\n  stages:\n    Main hall:\n      page: one\n"));
    }

    [Theory]
    [InlineData("page: one", "page: other")]
    [InlineData("Main hall", "Garden")]
    [InlineData("page: one}}, default_page: two", "page: two}}, default_page: one")]
    [InlineData(", default_page: two", "")]
    public void Whatever_differs_gives_another(string from, string to) => Assert.NotEqual(Hash(Text), Hash(Text.Replace(from, to, StringComparison.Ordinal)));

    [Fact]
    public void A_secret_has_no_part_in_it() => Assert.Equal(Hash(Text), Hash(Text.Replace("0123456789abcdef", "another-secret-key", StringComparison.Ordinal)));

    /// <summary>In one folder, since paths are settings too.</summary>
    private static string Hash(string text)
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog }.With("reelway.yaml", text);
        var settings = folder.Load(null, null, ("data.directory", "/data"));
        Assert.True(settings.IsUsable, string.Join('\n', settings.Problems));
        return ConfigurationHash.Of(settings);
    }
}
