using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Mail;
using Reelway.Connectors.Smtp;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Smtp;
using FacebookSandboxOptions = Reelway.Sandbox.Facebook.FacebookSandboxOptions;

namespace Reelway.Connectors.Tests.Connections;

/// <summary>Every connector's harmless call against the stand-in, and against what it must say when something is wrong.</summary>
public sealed class ConnectionCheckTests : IAsyncLifetime
{
    private readonly AwsSandboxOptions _account = new();
    private readonly FacebookSandboxOptions _facebook = new();
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Aws = _account, Facebook = _facebook, Smtp = new SmtpSandboxOptions { RequireLogin = true, UserName = "talks", Password = "pass word" } },
            Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public void Every_connector_says_what_it_makes_and_how_it_is_checked()
        => Assert.All(ConnectorCatalog.All, connector =>
        {
            Assert.NotEmpty(connector.Clients);
            Assert.Matches("^[a-z]", connector.CheckCall);
            Assert.Same(connector, ConnectorCatalog.Require(connector.Id));
        });

    [Fact]
    public void A_client_is_made_once_and_only_of_a_type_that_the_connector_knows()
    {
        using var aws = Clients("aws", Aws());

        Assert.Same(aws.Find<AwsQueues>(), aws.Find<AwsQueues>());
        Assert.NotNull(aws.Find<AwsBuckets>());
        Assert.Null(aws.Find<IMailer>());
        Assert.Equal(["aws"], ConnectorCatalog.ThatMake<AwsQueues>());
    }

    [Fact]
    public async Task A_connection_that_works_tells_who_it_is()
    {
        using var aws = Clients("aws", Aws());
        using var smtp = Clients("smtp", Smtp("pass word"));

        var cloud = await aws.CheckAsync(Cancellation);
        var mail = await smtp.CheckAsync(Cancellation);

        Assert.Equal((null, true), (cloud.Problem, cloud.IsReachable));
        Assert.Contains(_account.AccessKey, cloud.Identity, StringComparison.Ordinal);
        Assert.Equal((null, true), (mail.Problem, mail.IsReachable));
        Assert.Contains("as talks, not encrypted", mail.Identity, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Mail.Messages.Entries);
        Assert.True(cloud.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task Another_store_than_that_of_AWS_is_asked_for_its_buckets()
    {
        using var store = Clients("aws", new AwsOptions
        {
            Region = _account.Region,
            AccessKey = _account.AccessKey,
            SecretKey = _account.SecretKey,
            S3Url = new Uri(_sandbox.HttpUrl, "/s3"),
            PathStyle = true,
        });

        var check = await store.CheckAsync(Cancellation);

        Assert.Null(check.Problem);
        Assert.Contains("buckets", check.Identity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_a_fault_in_words_that_hides_them()
    {
        using var aws = Clients("aws", Aws(secret: "wrong-secret-of-the-key"));
        using var smtp = Clients("smtp", Smtp("wrong word"));

        foreach (var (check, secret) in new[] { (await aws.CheckAsync(Cancellation), "wrong-secret"), (await smtp.CheckAsync(Cancellation), "wrong word") })
        {
            Assert.Equal((CallFault.Auth, true), (check.Fault!.Kind, check.IsReachable));
            Assert.DoesNotContain(secret, check.Problem, StringComparison.Ordinal);
            Assert.Contains("check", check.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_account_shows_its_permissions_its_pages_and_its_end()
    {
        using var facebook = Clients("facebook", Facebook(_facebook.UserToken));

        var check = await facebook.CheckAsync(Cancellation);

        Assert.Null(check.Problem);
        Assert.Equal("4 of 4 pages can be published on", check.Identity);
        Assert.Equal(FacebookPermissions.Needed, check.Permissions.Where(permission => permission is { IsNeeded: true, IsGranted: true }).Select(permission => permission.Name));
        Assert.InRange(check.ExpiresAt!.Value, TimeProvider.System.GetUtcNow().AddDays(59), TimeProvider.System.GetUtcNow().AddDays(61));
        Assert.Empty(check.Warnings);
    }

    [Fact]
    public async Task A_dead_token_says_that_somebody_must_log_in()
    {
        _sandbox.Facebook.RefuseToken(_facebook.UserToken, 460);
        using var facebook = Clients("facebook", Facebook(_facebook.UserToken));

        var check = await facebook.CheckAsync(Cancellation);

        Assert.Equal((CallFault.Auth, "connection:fb-main"), (check.Fault!.Kind, check.Fault.Scope));
        Assert.Contains("changed their password", check.Problem, StringComparison.Ordinal);
        Assert.Contains("log in again", check.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_app_the_permissions_are_unknown_and_that_is_said()
    {
        using var facebook = Clients("facebook", Facebook(_facebook.UserToken, withApp: false));

        var check = await facebook.CheckAsync(Cancellation);

        Assert.Null(check.Problem);
        Assert.All(check.Permissions, permission => Assert.Null(permission.IsGranted));
        Assert.Contains("app_secret", Assert.Single(check.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, SmtpTroubleKind.Close, "", CallFault.Transient)]
    [InlineData(SmtpStep.Greeting, SmtpTroubleKind.Answer, "HTTP/1.1 400 Bad Request", CallFault.Transient)]
    [InlineData(SmtpStep.Hello, SmtpTroubleKind.Answer, "421 too busy", CallFault.Transient)]
    [InlineData(SmtpStep.Hello, SmtpTroubleKind.Reset, "", CallFault.Transient)]
    public async Task A_mail_server_that_misbehaves_is_a_fault_and_no_exception(SmtpStep step, SmtpTroubleKind trouble, string answer, CallFault expected)
    {
        await using var server = new ScriptedSmtpServer { Step = step, Trouble = new SmtpTrouble(trouble, answer) };
        using var smtp = Clients("smtp", new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None, From = "a@example.org" });

        var check = await smtp.CheckAsync(Cancellation);

        Assert.Equal((expected, false), (check.Fault!.Kind, check.IsReachable));
        Assert.Contains($"127.0.0.1:{server.Port}", check.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_without_encryption_is_refused_before_the_password_is_said()
    {
        await using var server = new ScriptedSmtpServer { WantsLogin = true };
        using var smtp = Clients("smtp", new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            From = "a@example.org",
            User = "talks",
            Password = "pass word",
        });

        var check = await smtp.CheckAsync(Cancellation);

        Assert.Contains("STARTTLS", check.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Said, line => line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
    }

    private ConnectionClients Clients(string connector, IConnectorOptions options)
        => new(ConnectorCatalog.Require(connector), options, new ConnectionTools(_http, NullLoggerFactory.Instance, TimeProvider.System));

    private AwsOptions Aws(string? secret = null) => new()
    {
        Region = _account.Region,
        AccessKey = _account.AccessKey,
        SecretKey = secret ?? _account.SecretKey,
        SqsUrl = new Uri(_sandbox.HttpUrl, "/sqs/"),
        S3Url = new Uri(_sandbox.HttpUrl, "/s3"),
        PathStyle = true,
    };

    private SmtpOptions Smtp(string password) => new()
    {
        Host = "127.0.0.1",
        Port = _sandbox.SmtpPort,
        Security = SmtpSecurity.None,
        From = "Talks <talks@example.org>",
        User = "talks",
        Password = password,
    };

    private FacebookOptions Facebook(string token, bool withApp = true) => new()
    {
        Connection = "fb-main",
        GraphUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph"),
        VideoUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph-video"),
        AppId = withApp ? _facebook.AppId : null,
        AppSecret = withApp ? _facebook.AppSecret : null,
        AccessToken = token,
    };
}
