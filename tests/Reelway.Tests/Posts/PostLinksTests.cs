using Reelway.Posts;

namespace Reelway.Tests.Posts;

public sealed class PostLinksTests
{
    private static readonly Dictionary<string, string> Parameters = new() { ["utm_source"] = "{platform}", ["utm_campaign"] = "{campaign}", ["utm_medium"] = "social" };

    [Theory]
    [InlineData("Watch https://example.org/owls.", "Watch https://example.org/owls?utm_source=twitter&utm_campaign=spring%202026&utm_medium=social.")]
    [InlineData("(https://example.org/?a=1#top)", "(https://example.org/?a=1&utm_source=twitter&utm_campaign=spring%202026&utm_medium=social#top)")]
    [InlineData("https://example.org/?utm_source=mail&utm_campaign=x&utm_medium=y", "https://example.org/?utm_source=mail&utm_campaign=x&utm_medium=y")]
    [InlineData("https://elsewhere.example/owls", "https://elsewhere.example/owls")]
    [InlineData("owls at example.org", "owls at example.org")]
    public void Links_to_ones_own_hosts_are_marked_and_all_else_stays_as_it_is(string text, string expected)
        => Assert.Equal(expected, PostLinks.Mark(text, Parameters, ["example.org"], Values("spring 2026")));

    [Fact]
    public void A_parameter_that_would_be_empty_is_left_out()
        => Assert.Equal("https://example.org/?utm_source=twitter&utm_medium=social", PostLinks.Mark("https://example.org/", Parameters, [], Values(null)));

    private static Dictionary<string, string?> Values(string? campaign) => new() { ["platform"] = "twitter", ["campaign"] = campaign };
}
