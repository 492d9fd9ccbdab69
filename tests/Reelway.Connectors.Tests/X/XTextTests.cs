using System.Text;
using System.Text.Json;
using Reelway.Connectors.Posting;
using Reelway.Connectors.X;

namespace Reelway.Connectors.Tests.X;

/// <summary>How X counts. The figures in <c>lengths.jsonl</c>, and the links in <c>links.jsonl</c>, are those of its own published library, 3.1.0, for texts of ours.</summary>
public sealed class XTextTests
{
    [Fact]
    public void Every_text_counts_what_the_published_library_counts()
    {
        var wrong = Cases("lengths").Select(each => (Text: TextOf(each), Length: each.GetProperty("length").GetInt32()))
            .Select(each => (each.Text, each.Length, Counted: XText.Length(each.Text)))
            .Where(each => each.Length != each.Counted).Select(each => $"{each.Text}: {each.Counted} and not {each.Length}");

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public void Every_link_is_one_that_the_published_library_finds()
    {
        var wrong = Cases("links").Select(each => (Text: TextOf(each), Links: each.GetProperty("links").EnumerateArray().Select(link => link.GetString()!)))
            .Select(each => (each.Text, Expected: string.Join(" | ", each.Links), Found: string.Join(" | ", XLinks.Find(each.Text).Select(link => each.Text[link.Start..link.End]))))
            .Where(each => each.Expected != each.Found).Select(each => $"{each.Text}: {each.Found} and not {each.Expected}");

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("x", 280, false, null)]
    [InlineData("x", 281, false, "counts 281 on X, and at most 280")]
    [InlineData("x", 281, true, null)]
    [InlineData("x", 25_001, true, "at most 25000")]
    [InlineData("🏳️‍🌈", 140, false, null)]
    [InlineData("🏳️‍🌈", 141, false, "counts 282")]
    [InlineData("", 1, false, "is empty")]
    [InlineData(" \n", 1, false, "is empty")]
    [InlineData("a\uFEFF", 1, false, "U+FEFF")]
    public void A_text_is_refused_with_what_is_wrong_with_it(string text, int times, bool isPremium, string? said)
    {
        using var http = new ConnectorHttp(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var posts = XPosts.Create(new XOptions { ApiKey = "key1", ApiKeySecret = "key2", AccessToken = "key3", AccessTokenSecret = "key4" }, new ConnectionTools(http, http.Logs, http.Clock));

        var problems = posts.Check(new OutgoingPost(string.Concat(Enumerable.Repeat(text, times)), isPremium));

        Assert.Equal(said is null ? 0 : 1, problems.Count);
        Assert.All(problems, problem => Assert.Equal(("message", true), (problem.Field, problem.Sentence.Contains(said!, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_hostile_text_is_counted_in_no_time()
    {
        var texts = new[] { "故", "a", "a.", "a.a-", "https://", "example.com/(", "example.com/((a)", "_.", "👨‍", "(https://a.com/" }.Select(part => string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)));

        Assert.All(texts, text => Assert.True(XText.Length(text) > 0));
    }

    private static string TextOf(JsonElement line) => line.GetProperty("text").GetString()!;

    private static IEnumerable<JsonElement> Cases(string file)
    {
        using var reader = new StreamReader(typeof(XTextTests).Assembly.GetManifestResourceStream($"Reelway.Connectors.Tests.X.{file}.jsonl")!, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            using var read = JsonDocument.Parse(line);
            yield return read.RootElement.Clone();
        }
    }
}
