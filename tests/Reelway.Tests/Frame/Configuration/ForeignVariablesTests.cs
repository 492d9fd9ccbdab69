using Reelway.Connectors.Aws;
using Reelway.Connectors.Mailgun;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;
using Reelway.Hosting;

namespace Reelway.Tests.Frame.Configuration;

public sealed class ForeignVariablesTests
{
    private const string Connection = "connections: {aws: {connector: aws, region: eu-west-1}}\n";

    [Theory]
    [InlineData("AWS_ACCESS_KEY", "AWS_SECRET_KEY")]
    [InlineData("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")]
    public void Keys_of_aws_are_taken_by_the_names_that_others_use(string id, string secret)
    {
        using var folder = Folder("connections: {aws: {connector: aws}}\n").Variable(id, "AKIA1").Variable(secret, "a secret word").Variable("AWS_REGION", "eu-west-1");

        var settings = folder.Load();

        var aws = Aws(settings);
        Assert.Empty(settings.Problems);
        Assert.Equal(("AKIA1", "a secret word", "eu-west-1"), (aws.AccessKey, aws.SecretKey, aws.Region));
        Assert.Empty(settings.Conflicts);
        var shown = settings.Effective.Single(setting => setting.Key == "connections.aws.secret_key");
        Assert.Equal((Secrets.Mask, $"variable {secret}"), (shown.Value, shown.Origin.ToString()));
    }

    [Fact]
    public void Lines_of_env_and_files_with_values_count_too()
    {
        using var folder = Folder("connections: {mailgun: {connector: mailgun, from: a@example.test}}\n")
            .With("key", "a secret key\n").With(".env", "MAILGUN_API_KEY_FILE=key\nMAILGUN_DOMAIN=mg.example.test\n");

        var settings = folder.Load();

        var mailgun = Assert.IsType<MailgunOptions>(settings.Connections.Single().Options);
        Assert.Equal(("a secret key", "mg.example.test"), (mailgun.ApiKey, mailgun.Domain));
        Assert.Equal([Path.Combine(folder.Path, "key")], settings.ValueFiles);
    }

    [Fact]
    public void Our_own_name_wins_over_the_standard_one_that_over_the_old_one_and_all_over_files()
    {
        using var folder = Folder(Connection + "aws: {access_key: in-file, secret_key: secret-word}\n")
            .Variable("AWS_ACCESS_KEY", "old").Variable("AWS_ACCESS_KEY_ID", "standard").Variable("REELWAY__AWS__ACCESS_KEY", "ours");

        var settings = folder.Load();

        Assert.Equal("ours", Aws(settings).AccessKey);
        var shown = settings.Effective.Single(setting => setting.Key == "connections.aws.access_key");
        Assert.Equal(
            ["variable AWS_ACCESS_KEY_ID", "variable AWS_ACCESS_KEY", "reelway.yaml:2"], shown.Overridden.Select(overridden => overridden.Origin.ToString()));
        Assert.Equal(
            ["variable REELWAY__AWS__ACCESS_KEY", "variable AWS_ACCESS_KEY_ID", "variable AWS_ACCESS_KEY", "reelway.yaml:2"],
            settings.Conflicts.Single(conflict => conflict.Key == "aws.access_key").Sources.Select(source => source.ToString()));
    }

    [Fact]
    public void A_connection_with_a_key_of_its_own_takes_no_token_from_elsewhere()
    {
        using var folder = Folder("connections: {aws: {connector: aws, region: eu-west-1, access_key: own, secret_key: own-secret}}\n")
            .Variable("AWS_ACCESS_KEY_ID", "other").Variable("AWS_SECRET_ACCESS_KEY", "other-secret").Variable("AWS_SESSION_TOKEN", "other-token");

        var settings = folder.Load();

        var aws = Aws(settings);
        Assert.Equal(("own", "own-secret", null), (aws.AccessKey, aws.SecretKey, aws.SessionToken));
        Assert.Equal(["connections.aws.access_key", "connections.aws.secret_key"], settings.Conflicts.Select(conflict => conflict.Key).Order());
    }

    [Fact]
    public void A_line_of_env_that_the_process_overrides_is_a_loser_and_not_forgotten()
    {
        using var folder = Folder("").With(".env", "LOG_LEVEL=ALL\nREELWAY__ENGINE__CONCURRENCY=3\n").Variable("LOG_LEVEL", "WARNING").Variable("REELWAY__ENGINE__CONCURRENCY", "4");

        var settings = folder.Load();

        Assert.Equal(LogWeight.Warn, settings.Get<LogOptions>().Level);
        var level = settings.Effective.Single(setting => setting.Key == "log.level");
        Assert.Equal((".env:1", "trace"), (level.Overridden.Single().Origin.ToString(), level.Overridden.Single().Value));
        var concurrency = settings.Effective.Single(setting => setting.Key == "engine.concurrency");
        Assert.Equal(("4", ".env:2"), (concurrency.Value, concurrency.Overridden.Single().Origin.ToString()));
        Assert.Equal("log.level", settings.Conflicts.Single().Key);
    }

    [Fact]
    public void An_empty_variable_of_the_process_keeps_the_line_of_env_out()
    {
        using var folder = Folder("").With(".env", "LOG_LEVEL=ALL\n").Variable("LOG_LEVEL", "");

        Assert.Equal(LogWeight.Info, folder.Load().Get<LogOptions>().Level);
    }

    [Fact]
    public void The_same_value_twice_and_an_overlay_are_no_conflict()
    {
        using var folder = Folder(Connection + "log: {level: info}\naws: {access_key: one, secret_key: secret-word}\n")
            .With("environments/show.yaml", "log: {level: debug}\n").Variable("AWS_ACCESS_KEY", "one");

        Assert.Empty(folder.Load(env: "show").Conflicts);
    }

    private static AwsOptions Aws(Settings settings) => Assert.IsType<AwsOptions>(settings.Connections.Single().Options);

    private static SettingsFolder Folder(string configuration) => new SettingsFolder { Catalog = ReelwaySettings.Catalog }.With("reelway.yaml", configuration);
}
