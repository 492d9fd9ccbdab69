using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Smtp;

namespace Reelway.Tests.Frame.Configuration;

public sealed class ConnectionBinderTests
{
    [Fact]
    public void Connections_get_the_options_of_their_connector()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", """
            facebook:
              throttle_wait: 2h
            connections:
              main pages:
                connector: facebook
                access_token: user-token-1
                page_tokens: { "123": page-token-1 }
              other:
                connector: facebook
                access_token: user-token-2
                throttle_wait: 3h
              mail:
                connector: smtp
                host: 127.0.0.1
                from: talks@example.org
            """);

        var settings = folder.Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(["main pages", "other", "mail"], settings.Connections.Select(connection => connection.Name));
        var main = Assert.IsType<FacebookOptions>(settings.Connections[0].Options);
        Assert.Equal("main pages", main.Connection);
        Assert.Equal("page-token-1", main.PageTokens["123"]);
        Assert.Equal(TimeSpan.FromHours(2), main.ThrottleWait);
        Assert.Equal(TimeSpan.FromHours(3), Assert.IsType<FacebookOptions>(settings.Connections[1].Options).ThrottleWait);
        Assert.IsType<SmtpOptions>(settings.Connections[2].Options);
    }

    [Theory]
    [InlineData("fb: {}", "connections.fb.connector (reelway.yaml:2): is required and not set; it is one of {connectors}.")]
    [InlineData("fb: {connector: myspace}", "connections.fb.connector (reelway.yaml:2): there is no connector \"myspace\"; it is one of {connectors}.")]
    [InlineData("fb: facebook", "connections.fb (reelway.yaml:2): must be a group of settings, but is a single value.")]
    [InlineData("fb: {connector: facebook, version: nine}", "connections.fb.version (reelway.yaml:2): must look like v23.0.")]
    [InlineData("\"f.b\": {connector: facebook, access_token: t, acess_token: x}", "connections.\"f.b\".acess_token (reelway.yaml:2): unknown setting; did you mean connections.\"f.b\".access_token?")]
    public void What_is_wrong_with_a_connection_is_told_with_its_place(string line, string sentence)
    {
        using var folder = new SettingsFolder().With("reelway.yaml", $"connections:\n  {line}\n");

        Assert.Equal(sentence.Replace("{connectors}", string.Join(", ", ConnectorCatalog.All.Select(connector => connector.Id)), StringComparison.Ordinal), folder.Problem().ToString());
    }

    [Fact]
    public void Secrets_of_connections_are_masked_in_what_is_shown_and_said()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", """
            connections:
              fb:
                connector: facebook
                access_token: user-token-0815
                page_tokens: { "123": page-token-4711 }
            """).Variable("REELWAY__CONNECTIONS__FB__ACCESS_TOKEN", "variable-token-42");

        var settings = folder.Load();

        var shown = string.Join('\n', settings.Effective.Select(setting => setting.ToString() + string.Join(' ', setting.Overridden)));
        foreach (var secret in new[] { "user-token-0815", "page-token-4711", "variable-token-42" })
        {
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, settings.Secrets.Clean($"call with {secret} failed"), StringComparison.Ordinal);
        }
    }
}
