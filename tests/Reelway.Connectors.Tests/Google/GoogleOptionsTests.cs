using Reelway.Connectors.Google;

namespace Reelway.Connectors.Tests.Google;

public sealed class GoogleOptionsTests
{
    private static readonly string Good = GoogleHarness.KeyFile(new Uri("https://oauth2.googleapis.com/token"));

    [Fact]
    public void A_key_as_Google_makes_it_is_taken() => Assert.Empty(new GoogleOptions { Key = Good }.Check());

    [Theory]
    [InlineData("not json", "is not the JSON file of a service account")]
    [InlineData("[]", "is not the JSON file of a service account")]
    [InlineData("null", "is not the JSON file of a service account")]
    [InlineData("""{"installed":{"client_id":"1"}}""", "the type \"none\"")]
    [InlineData("""{"type":"authorized_user","refresh_token":"1"}""", "the type \"authorized_user\"")]
    [InlineData("""{"type":"service_account"}""", "lacks client_email")]
    public void Another_file_is_refused_in_words(string key, string words)
        => Assert.Contains(words, Assert.Single(new GoogleOptions { Key = key }.Check()).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData("BEGIN PRIVATE KEY", "BEGIN something", "private_key that can't be read")]
    [InlineData("https://oauth2", "http://oauth2", "token_uri that is no https address")]
    [InlineData("https://oauth2", "ftp://oauth2", "token_uri that is no https address")]
    public void A_spoiled_key_is_refused_without_quoting_it(string from, string to, string words)
    {
        var problem = Assert.Single(new GoogleOptions { Key = Good.Replace(from, to, StringComparison.Ordinal) }.Check());

        Assert.Equal("key", problem.Key);
        Assert.Contains(words, problem.Sentence, StringComparison.Ordinal);
        Assert.InRange(problem.Sentence.Length, 1, 200);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
        => Assert.Equal(
            ["key", "sheets_url", "drive_url", "throttle_wait", "call_timeout"],
            new GoogleOptions
            {
                Key = "x",
                SheetsUrl = new Uri("http://example.org"),
                DriveUrl = new Uri("ftp://x"),
                ThrottleWait = TimeSpan.Zero,
                CallTimeout = TimeSpan.FromDays(2),
            }.Check().Select(problem => problem.Key));
}
