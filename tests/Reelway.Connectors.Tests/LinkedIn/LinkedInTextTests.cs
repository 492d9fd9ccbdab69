using Reelway.Connectors.LinkedIn;

namespace Reelway.Connectors.Tests.LinkedIn;

public sealed class LinkedInTextTests
{
    [Theory]
    [InlineData("Open (daily) at 9", @"Open \(daily\) at 9")]
    [InlineData("F# beats 1 # sign", @"F\# beats 1 \# sign")]
    [InlineData("snake_case @desk", @"snake\_case \@desk")]
    [InlineData(@"a\b", @"a\\b")]
    [InlineData("|{}@[]()<>#*_~", @"\|\{\}\@\[\]\(\)\<\>\#\*\_\~")]
    [InlineData("#launch", @"{hashtag|\#|launch}")]
    [InlineData("Go #Launch_2026!", @"Go {hashtag|\#|Launch\_2026}!")]
    [InlineData("#größe, #日本", @"{hashtag|\#|größe}, {hashtag|\#|日本}")]
    [InlineData("#2026 ##x &#x27;", @"\#2026 \#\#x &\#x27;")]
    [InlineData("https://example.org/a_b#part", @"https://example.org/a\_b\#part")]
    [InlineData("By @[Fern (Wood)](urn:li:organization:2414183).", @"By @[Fern \(Wood\)](urn:li:organization:2414183).")]
    [InlineData("@[x](https://example.org)", @"\@\[x\]\(https://example.org\)")]
    public void What_means_something_is_kept_and_all_else_is_escaped(string text, string sent)
    {
        Assert.Equal(sent, LinkedInText.Escape(text));
        Assert.Equal(LinkedInText.Unescape(sent), LinkedInText.Unescape(LinkedInText.Escape(LinkedInText.Unescape(sent))));
    }

    [Theory]
    [InlineData("Größe & <Owls> (free) {today} snake_case ~5 * 2\n#launch @desk 🦉")]
    [InlineData(@"\# \\ {hashtag} #")]
    public void What_comes_back_is_what_was_written(string text) => Assert.Equal(text, LinkedInText.Unescape(LinkedInText.Escape(text)));

    [Fact]
    public void A_hostile_text_costs_no_time()
    {
        var texts = new[] { "#", "@[", "@[a](", "{hashtag|", @"{hashtag|\#|", @"\", "#a" }.Select(part => string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)));

        Assert.All(texts, text => Assert.NotEmpty(LinkedInText.Unescape(LinkedInText.Escape(text))));
    }
}
