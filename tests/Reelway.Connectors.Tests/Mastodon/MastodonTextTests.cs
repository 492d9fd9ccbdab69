using Reelway.Connectors.Mastodon;

namespace Reelway.Connectors.Tests.Mastodon;

public sealed class MastodonTextTests
{
    [Theory]
    [InlineData("Hello", 5)]
    [InlineData("Größe 🦉 👨‍👩‍👧‍👦", 9)]
    [InlineData("See https://example.org/a/very/long/path?with=a&query=too", 27)]
    [InlineData("Ask @fern@a.very.long.instance.example now", 13)]
    [InlineData("a\r\nb", 3)]
    public void A_text_counts_what_an_instance_counts(string text, int length) => Assert.Equal(length, MastodonText.Length(text));

    [Theory]
    [InlineData("<p>Owls &amp; more</p>", "Owls & more")]
    [InlineData("<p>One</p><p>Two<br />three</p>", "One\n\nTwo\nthree")]
    [InlineData("""<p><a href="https://example.org/owls"><span class="invisible">https://</span><span>example.org/owls</span></a> <a href="x">#<span>launch</span></a></p>""", "https://example.org/owls #launch")]
    public void A_post_that_comes_back_reads_as_it_was_written(string html, string text) => Assert.Equal(text, MastodonText.FromHtml(html));

    [Fact]
    public void A_hostile_text_costs_no_time()
    {
        var texts = new[] { "@a@", "@a.", "https://", "<", "<p", "</p>", "<br" }.Select(part => string.Concat(Enumerable.Repeat(part, 50_000 / part.Length)));

        Assert.All(texts, text => Assert.True(MastodonText.Length(text) + MastodonText.FromHtml(text).Length > 0));
    }
}
