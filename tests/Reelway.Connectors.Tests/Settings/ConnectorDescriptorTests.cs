using Reelway.Connectors.Facebook;
using Reelway.Connectors.Mailgun;
using Reelway.Connectors.Smtp;

namespace Reelway.Connectors.Tests.Settings;

public sealed class ConnectorDescriptorTests
{
    [Fact]
    public void Every_connector_has_an_id_of_its_own_and_is_found_by_it()
    {
        var ids = ConnectorCatalog.All.Select(connector => connector.Id).ToList();
        Assert.Contains("facebook", ids);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ConnectorCatalog.All, connector => Assert.Same(connector, ConnectorCatalog.Find(connector.Id)));
        Assert.Null(ConnectorCatalog.Find("telepathy"));
    }

    [Fact]
    public void Settings_that_work_have_no_problems()
    {
        Assert.Empty(OptionProblems.Of(new FacebookOptions { AccessToken = "EAAB" }));
        Assert.Empty(OptionProblems.Of(new FacebookOptions { PageTokens = new Dictionary<string, string> { ["1"] = "EAAB" }, GraphUrl = new Uri("http://127.0.0.1:5000/graph") }));
        Assert.Empty(OptionProblems.Of(new SmtpOptions { Host = "mail.example.org", From = "Talks <talks@example.org>", User = "u", Password = "p" }));
        Assert.Empty(OptionProblems.Of(new SmtpOptions { Host = "127.0.0.1", From = "talks@example.org", Port = 25, Security = SmtpSecurity.None, User = "u", Password = "p" }));
    }

    public static TheoryData<IConnectorOptions, string, string> Wrong => new()
    {
        { new FacebookOptions { AccessToken = "a", GraphUrl = new Uri("http://graph.example.org") }, "graph_url", "https" },
        { new FacebookOptions { AccessToken = "a", VideoUrl = new Uri("relative", UriKind.Relative) }, "video_url", "https" },
        { new FacebookOptions { AccessToken = "a", Version = "23" }, "version", "v23.0" },
        { new FacebookOptions { AccessToken = "a", ThrottleWait = TimeSpan.Zero }, "throttle_wait", "1ms" },
        { new FacebookOptions { PageTokens = new Dictionary<string, string> { ["7"] = " " } }, "page_tokens", "page 7" },
        { new SmtpOptions { From = "a@example.org" }, "host", "required" },
        { new SmtpOptions { Host = "h" }, "from", "required" },
        { new SmtpOptions { Host = "h", From = "nobody" }, "from", "mail address" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Port = 465 }, "security", "tls" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Port = 70000 }, "port", "65535" },
        { new SmtpOptions { Host = "h", From = "a@example.org", User = "u" }, "password", "missing" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Password = "p" }, "user", "missing" },
        { new SmtpOptions { Host = "h", From = "a@example.org", User = "u", Password = "p", Security = SmtpSecurity.None }, "security", "starttls" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Timeout = TimeSpan.Zero }, "timeout", "1s" },
        { new MailgunOptions { ApiKey = "k", From = "a@example.org" }, "domain", "required" },
        { new MailgunOptions { Domain = "mg.example.org", From = "a@example.org" }, "api_key", "required" },
        { new MailgunOptions { Domain = "https://mg.example.org/", ApiKey = "k", From = "a@example.org" }, "domain", "bare name" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "Talks" }, "from", "mail address" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "a@example.org", Url = new Uri("http://mail.example.org") }, "url", "https" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "a@example.org", CallTimeout = TimeSpan.Zero }, "call_timeout", "1ms" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "a@example.org", LookFor = TimeSpan.FromHours(1) }, "look_for", "10m" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_with_what_to_write_instead(IConnectorOptions options, string key, string expected)
    {
        var problem = Assert.Single(OptionProblems.Of(options));

        Assert.Equal(key, problem.Key);
        Assert.Contains(expected, problem.Sentence, StringComparison.Ordinal);
    }
}
