using Reelway.Connectors.Google;
using Reelway.Connectors.Tests.Settings;

namespace Reelway.Connectors.Tests.Google;

public sealed class GoogleOptionsTests
{
    private static readonly string Good = GoogleHarness.KeyFile(new Uri("https://oauth2.googleapis.com/token"));

    [Fact]
    public void A_key_as_Google_makes_it_is_taken() => Assert.Empty(OptionProblems.Of(new GoogleOptions { Key = Good }));

    [Theory]
    [InlineData("not json", "is not the JSON file of a service account")]
    [InlineData("[]", "is not the JSON file of a service account")]
    [InlineData("null", "is not the JSON file of a service account")]
    [InlineData("""{"installed":{"client_id":"1"}}""", "the type \"none\"")]
    [InlineData("""{"type":"authorized_user","refresh_token":"1"}""", "the type \"authorized_user\"")]
    [InlineData("""{"type":"service_account"}""", "lacks client_email")]
    public void Another_file_is_refused_in_words(string key, string words)
        => Assert.Contains(words, Assert.Single(OptionProblems.Of(new GoogleOptions { Key = key })).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData("BEGIN PRIVATE KEY", "BEGIN something", "private_key that can't be read")]
    [InlineData("https://oauth2", "http://oauth2", "token_uri that is not an https address")]
    [InlineData("https://oauth2", "ftp://oauth2", "token_uri that is not an https address")]
    public void A_spoiled_key_is_refused_without_quoting_it(string from, string to, string words)
    {
        var problem = Assert.Single(OptionProblems.Of(new GoogleOptions { Key = Good.Replace(from, to, StringComparison.Ordinal) }));

        Assert.Equal("key", problem.Key);
        Assert.Contains(words, problem.Sentence, StringComparison.Ordinal);
        Assert.InRange(problem.Sentence.Length, 1, 200);
    }

    [Fact]
    public void Every_setting_that_is_wrong_is_named_at_once()
        => Assert.Equal(
            ["call_timeout", "drive_url", "sheets_url", "throttle_wait"],
            OptionProblems.Of(new GoogleOptions
            {
                Key = Good,
                SheetsUrl = new Uri("http://example.org"),
                DriveUrl = new Uri("ftp://x"),
                ThrottleWait = TimeSpan.Zero,
                CallTimeout = TimeSpan.FromDays(2),
            }).Select(problem => problem.Key).Order());
}
