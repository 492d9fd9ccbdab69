using Reelway.Connectors.Facebook;
using Reelway.Connectors.Mailgun;
using Reelway.Connectors.Smtp;

namespace Reelway.Connectors.Tests.Settings;

public sealed class ConnectorDescriptorTests
{
    [Fact]
    public void Every_connector_has_an_id_of_its_own_and_is_found_by_it()
    {
        Assert.Equal(["aws", "facebook", "google", "mailgun", "smtp"], ConnectorCatalog.All.Select(connector => connector.Id));
        Assert.All(ConnectorCatalog.All, connector => Assert.Same(connector, ConnectorCatalog.Find(connector.Id)));
        Assert.Null(ConnectorCatalog.Find("telepathy"));
    }

    [Fact]
    public void Every_setting_has_a_unique_key_and_a_sentence()
    {
        foreach (var connector in ConnectorCatalog.All)
        {
            Assert.Equal(connector.Settings.Count, connector.Settings.Select(setting => setting.Key).Distinct().Count());
            Assert.All(connector.Settings, setting => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", setting.Key));
            Assert.All(connector.Settings, setting => Assert.EndsWith(".", setting.Help, StringComparison.Ordinal));
            Assert.All(connector.Settings.Where(setting => setting.Secret), setting => Assert.Null(setting.Default));
        }
    }

    [Fact]
    public void Secrets_and_defaults_are_taken_from_the_options()
    {
        var facebook = ConnectorCatalog.Find("facebook")!.Settings;

        Assert.Equal(["app_secret", "access_token", "page_tokens"], facebook.Where(setting => setting.Secret).Select(setting => setting.Key));
        Assert.Equal(TimeSpan.FromHours(6), facebook.Single(setting => setting.Key == "throttle_wait").Default);
        Assert.Equal("graph_url", facebook[0].Key);
        Assert.Equal(["host", "from"], ConnectorCatalog.Find("smtp")!.Settings.Where(setting => setting.Required).Select(setting => setting.Key));
    }

    [Fact]
    public void Settings_that_work_have_no_problems()
    {
        Assert.Empty(Problems(new FacebookOptions { AccessToken = "EAAB" }));
        Assert.Empty(Problems(new FacebookOptions { PageTokens = new Dictionary<string, string> { ["1"] = "EAAB" }, GraphUrl = new Uri("http://127.0.0.1:5000/graph") }));
        Assert.Empty(Problems(new SmtpOptions { Host = "mail.example.org", From = "Talks <talks@example.org>", User = "u", Password = "p" }));
        Assert.Empty(Problems(new SmtpOptions { Host = "127.0.0.1", From = "talks@example.org", Port = 25, Security = SmtpSecurity.None, User = "u", Password = "p" }));
    }

    public static TheoryData<IConnectorOptions, string, string> Wrong => new()
    {
        { new FacebookOptions { AccessToken = "a", GraphUrl = new Uri("http://graph.example.org") }, "graph_url", "https" },
        { new FacebookOptions { AccessToken = "a", VideoUrl = new Uri("relative", UriKind.Relative) }, "video_url", "https" },
        { new FacebookOptions { AccessToken = "a", Version = "23" }, "version", "v23.0" },
        { new FacebookOptions { AccessToken = "a", ThrottleWait = TimeSpan.Zero }, "throttle_wait", "14d" },
        { new FacebookOptions { PageTokens = new Dictionary<string, string> { ["7"] = " " } }, "page_tokens", "page 7" },
        { new SmtpOptions { From = "a@example.org" }, "host", "missing" },
        { new SmtpOptions { Host = "h" }, "from", "missing" },
        { new SmtpOptions { Host = "h", From = "nobody" }, "from", "mail address" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Port = 465 }, "security", "tls" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Port = 70000 }, "port", "65535" },
        { new SmtpOptions { Host = "h", From = "a@example.org", User = "u" }, "password", "both" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Password = "p" }, "user", "both" },
        { new SmtpOptions { Host = "h", From = "a@example.org", User = "u", Password = "p", Security = SmtpSecurity.None }, "security", "starttls" },
        { new SmtpOptions { Host = "h", From = "a@example.org", Timeout = TimeSpan.Zero }, "timeout", "1s" },
        { new MailgunOptions { ApiKey = "k", From = "a@example.org" }, "domain", "missing" },
        { new MailgunOptions { Domain = "mg.example.org", From = "a@example.org" }, "api_key", "missing" },
        { new MailgunOptions { Domain = "https://mg.example.org/", ApiKey = "k", From = "a@example.org" }, "domain", "bare name" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "Talks" }, "from", "mail address" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "a@example.org", Url = new Uri("http://mail.example.org") }, "url", "https" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "a@example.org", CallTimeout = TimeSpan.Zero }, "call_timeout", "1s" },
        { new MailgunOptions { Domain = "mg.example.org", ApiKey = "k", From = "a@example.org", LookFor = TimeSpan.FromHours(1) }, "look_for", "10m" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_with_what_to_write_instead(IConnectorOptions options, string key, string expected)
    {
        var problem = Assert.Single(Problems(options));

        Assert.Equal(key, problem.Key);
        Assert.Contains(expected, problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
        => Assert.Equal(["host", "from", "security", "timeout"], Problems(new SmtpOptions { Port = 465, Timeout = TimeSpan.Zero }).Select(problem => problem.Key));

    private static IReadOnlyList<SettingProblem> Problems(IConnectorOptions options)
        => ConnectorCatalog.All.Single(connector => connector.OptionsType == options.GetType()).Check(options);
}
