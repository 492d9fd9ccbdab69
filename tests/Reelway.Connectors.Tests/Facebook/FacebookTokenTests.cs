using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookTokenTests
{
    private const string Short = "EAABshortLivedUserToken1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_token_is_exchanged_for_one_that_lasts()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Facebook", "token-that-lasts"));

        var token = await harness.Pages.ExchangeTokenAsync(Short, Cancellation);

        Assert.Equal("EAABlongLivedUserToken1", token.AccessToken);
        Assert.InRange(token.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5183844), TimeSpan.FromSeconds(5183944));
        Assert.Equal(
            $"/v23.0/oauth/access_token?grant_type=fb_exchange_token&client_id=9001&client_secret={FacebookHarness.AppSecret}&fb_exchange_token={Short}",
            Assert.Single(harness.Server.Received).Target);
        Assert.DoesNotContain("EAAB", token.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_given_in_once_whatever_becomes_of_the_answer()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Empty(503));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.LogInAsync(new LoginCode("AQcodeOfTheDialog", "http://localhost:4711/"), Cancellation));

        Assert.Equal(
            $"/v23.0/oauth/access_token?client_id=9001&redirect_uri=http%3A%2F%2Flocalhost%3A4711%2F&client_secret={FacebookHarness.AppSecret}&code=AQcodeOfTheDialog",
            Assert.Single(harness.Server.Received).Target);
        Assert.DoesNotContain("AQcode", fault + harness.Log.Text + new LoginCode("AQcodeOfTheDialog", "http://localhost:4711/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_login_dialog_is_asked_for_all_that_is_needed_and_only_with_an_app()
    {
        await using var harness = new FacebookHarness(change: options => new FacebookOptions { AppId = "9001", AppSecret = options.AppSecret });
        await using var without = new FacebookHarness(change: _ => new FacebookOptions());

        Assert.Equal(
            "https://www.facebook.com/v23.0/dialog/oauth?client_id=9001&redirect_uri=http%3A%2F%2Flocalhost%3A4711%2F&state=s1&response_type=code"
            + "&scope=pages_show_list%2Cpages_read_engagement%2Cpages_manage_posts&auth_type=rerequest",
            harness.Pages.LoginDialog("http://localhost:4711/", "s1")?.AbsoluteUri);
        Assert.Null(without.Pages.LoginDialog("http://localhost:4711/", "s1"));
    }

    [Fact]
    public async Task An_expired_token_can_not_be_exchanged_and_is_not_shown()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(FacebookHarness.Error(400, 190, 463, $"Error validating access token {Short}: Session has expired"));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.ExchangeTokenAsync(Short, Cancellation));

        Assert.Equal((CallFault.Auth, "connection:fb-main"), (fault.Kind, fault.Scope));
        Assert.DoesNotContain(Short, fault + harness.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_inspected_in_the_apps_name_and_unsigned()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Facebook", "inspected-page-token"));

        await harness.Pages.InspectTokenAsync(Short, Cancellation);

        Assert.Equal(
            $"/v23.0/debug_token?input_token={Short}&access_token=9001%7C{FacebookHarness.AppSecret}", Assert.Single(harness.Server.Received).Target);
    }

    [Fact]
    public async Task An_end_beyond_all_dates_is_none()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(
            """{"data":{"type":"USER","is_valid":true,"expires_at":99999999999999999,"scopes":[]}}"""));

        Assert.Null((await harness.Pages.InspectTokenAsync(Short, Cancellation)).ExpiresAt);
    }

    [Fact]
    public async Task An_inspection_says_nothing_about_the_connections_login()
    {
        var told = new List<ConnectionCall>();
        await using var harness = new FacebookHarness();
        harness.Watch.Listen(told.Add);
        harness.Server.AnswerNext(RecordedAnswer.Read("Facebook", "inspected-nonsense"));

        await harness.Pages.InspectTokenAsync(Short, Cancellation);

        Assert.Empty(told);
    }

    [Fact]
    public async Task Without_an_app_tokens_can_not_be_worked_with()
    {
        await using var harness = new FacebookHarness(change: options => new FacebookOptions { Connection = "fb-main", AccessToken = options.AccessToken });

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.InspectTokenAsync(Short, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("app_secret", fault.Message, StringComparison.Ordinal);
    }
}
