using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Scaling.Documents;

public sealed class CampaignDocumentsTests : IDisposable
{
    private readonly SettingsFolder _folder = CampaignInstallation.LaidOut();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task The_older_scripts_documents_are_settings_as_they_are(string environment)
    {
        if (environment != "staging")
        {
            _folder.Variable("ENV", environment);
        }

        var settings = _folder.Load("config/config.yaml");

        Assert.DoesNotContain(settings.Problems, problem => problem.IsError);
        Assert.Equal(environment, settings.Environment);
        Assert.Equal(_folder.Path, settings.BaseDirectory);
        await CommittedFile.EnsureAsync(Golden($"{environment}.txt"), CampaignInstallation.Shown(settings), typeof(CampaignDocumentsTests));
    }

    [Fact]
    public void A_configuration_of_ones_own_goes_before_the_documents_that_it_names()
    {
        _folder.With("reelway.yaml", "seed_documents: [config/config.yaml]\nscaling:\n  poll_every: 90s\nnotifications:\n  recipients:\n    success+: [boss@hazel.test]\n");

        var settings = _folder.Load();

        Assert.DoesNotContain(settings.Problems, problem => problem.IsError);
        Assert.Contains("scaling.poll_every = 90s", CampaignInstallation.Shown(settings), StringComparison.Ordinal);
        Assert.Contains("notifications.recipients.success = [staging@hazel.test, boss@hazel.test]", CampaignInstallation.Shown(settings), StringComparison.Ordinal);
        Assert.Equal("staging", settings.Environment);
        Assert.Contains(Path.Combine(_folder.Path, "config", "webhooks.yaml"), settings.Files);
    }

    [Fact]
    public void A_variable_of_the_environment_that_was_asked_for_is_the_one_of_the_option()
        => Assert.Contains("scaling.poll_every = 2m", CampaignInstallation.Shown(_folder.Variable("ENV", "staging").Load("config/config.yaml", "production")), StringComparison.Ordinal);

    [Theory]
    [InlineData("CAMPAIGN_STATUS_WEBHOOK_URL", null, "https://hub.hazel.test/campaigns")]
    [InlineData("CAMPAIGN_STATUS_WEBHOOK_URL", "", "https://hub.hazel.test/campaigns")]
    [InlineData("CAMPAIGN_STATUS_WEBHOOK_URL", "https://other.test/c", "https://other.test/c")]
    public void An_address_that_is_empty_hides_none_that_is_filled(string variable, string? value, string expected)
    {
        if (value is not null)
        {
            _folder.Variable(variable, value);
        }

        Assert.Contains($"scaling.webhooks.campaign_status_update.url = {expected}", CampaignInstallation.Shown(_folder.Load("config/config.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"\", \"second-key-of-the-box-app\"]", "[, second-key-of-the-box-app]")]
    [InlineData("[\"first-key-of-the-box-app\", \"\"]", "[first-key-of-the-box-app]")]
    public void A_signature_key_keeps_its_place(string keys, string expected)
        => Assert.Contains($"webhook.receivers.box.secrets = {expected}", CampaignInstallation.Shown(_folder.With("config/config.yaml", $"dam: {{}}\nbox:\n  webhook_signature_keys: {keys}\n").Load("config/config.yaml")), StringComparison.Ordinal);

    [Fact]
    public void Without_a_signature_key_there_is_no_receiver()
        => Assert.DoesNotContain("receivers.box.secrets =", CampaignInstallation.Shown(_folder.With("config/config.yaml", "dam: {}\nbox:\n  webhook_signature_keys: [\"\", \"\"]\n").Load("config/config.yaml")), StringComparison.Ordinal);

    [Fact]
    public void What_can_not_be_taken_over_is_refused_with_its_line()
    {
        var settings = _folder.With("config/config.yaml", """
            logging:
              sanitize_credentials: false
              handlers: file
            retry:
              backoff: linear
              retryable_http_codes: [429, 404]
              max_attemps: 3
            polling: true
            fields:
              mappings_file: config/fields.yaml
            """).Load("config/config.yaml");

        Assert.Equal(
            [
                "logging.sanitize_credentials (config/config.yaml:2): can't be otherwise here: secrets are always taken out of logs, messages and histories. Remove it, or set it to true.",
                "logging.handlers (config/config.yaml:3): must be a group of settings, but is a single value.",
                "retry.backoff (config/config.yaml:5): can't be otherwise here: waits always double, each somewhere between nothing and its bound, so that what failed together does not come back together. Remove it, or set it to exponential.",
                "retry.retryable_http_codes (config/config.yaml:6): can't hold 404: an answer with it fails in the same way again. 408, 425, 429, 500, 502, 503, 504 are tried again; remove the others.",
                "retry.max_attemps (config/config.yaml:7): unknown key; did you mean max_attempts?",
                "polling (config/config.yaml:8): must be a group of settings, but is a single value.",
                $"fields.mappings_file (config/config.yaml:10): \"config/fields.yaml\" is not there: looked for {Path.Combine(_folder.Path, "config/fields.yaml")} and {Path.Combine(_folder.Path, "config/config/fields.yaml")}.",
            ],
            settings.Problems.Select(problem => problem.ToString()));
        Assert.Equal("retry.max_attemps", Assert.Single(settings.Problems, problem => !problem.IsError).Key);
    }

    [Fact]
    public void Documents_that_include_what_is_not_there_or_each_other_are_reported()
    {
        Assert.StartsWith(
            $"include (config/config.yaml:3): \"config/environments/test.yaml\" is not there: looked for {Path.Combine(_folder.Path, "config/environments/test.yaml")} and ",
            Assert.Single(_folder.Variable("ENV", "test").Load("config/config.yaml").Problems, problem => problem.IsError).ToString(), StringComparison.Ordinal);

        _folder.With("config/environments/test.yaml", "include: config/config.yaml\n");

        Assert.Equal(
            "include (config/environments/test.yaml:1): the files include each other in a circle: config/config.yaml -> config/environments/test.yaml -> config/config.yaml.",
            Assert.Single(_folder.Load("config/config.yaml").Problems, problem => problem.IsError).ToString());
    }

    [Fact]
    public void A_recipient_whose_variable_is_empty_is_left_out()
        => Assert.Contains(
            "notifications.recipients.errors = [ops@hazel.test]",
            CampaignInstallation.Shown(_folder.With("config/config.yaml", "dam: {}\nnotifications:\n  recipients:\n    errors: [ops@hazel.test, \"${SECOND}\"]\n").Load("config/config.yaml")), StringComparison.Ordinal);

    [Theory]
    [InlineData("config.yaml", "dam", 5, "base_url", 6)]
    [InlineData("webhooks.yaml", "campaign_status_update", 1, "description", 2)]
    [InlineData("field_mappings.yaml", "validate_domain_values", 23, "enabled", 24)]
    [InlineData("email_templates.yaml", "templates", 1, "a1_to_a2_complete", 2)]
    public void A_document_that_has_lost_its_indentation_is_recognised(string document, string section, int line, string key, int keyLine)
    {
        var flat = string.Join('\n', CampaignInstallation.Fixture($"config/{document}").Split('\n').Select(each => each.TrimStart()));

        var problems = _folder.With($"config/{document}", flat).Load("config/config.yaml").Problems;

        Assert.Contains(
            $"{section} (config/{document}:{line}): has nothing below it, and {key} (line {keyLine}), which belongs to it, stands at the same level: the document has lost its indentation. Indent what belongs to a section by two spaces, throughout.",
            problems.Where(problem => problem.IsError).Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_text_of_a_mail_that_can_not_be_written_stops_the_start()
    {
        var settings = _folder.With("config/email_templates.yaml", "templates:\n  critical_error:\n    subject: x\n    html: |\n      <p>\n      {% macro x() %}\n").Load("config/config.yaml");

        Assert.StartsWith("templates: config/email_templates.yaml, critical_error.html, line 6: {% macro %} is not known here", Assert.Single(settings.Problems, problem => problem.IsError).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_in_the_mappings_is_reported_before_the_start()
    {
        var settings = _folder.With("config/field_mappings.yaml", "mvp_fields: [A FIELD]\nfilename_field_updates:\n  - field_id: MAIN_LANGUAGES\n    source: language_cod\n    trasnform: uppercase\n").Load("config/config.yaml");

        Assert.Contains("filename_field_updates[0].trasnform (config/field_mappings.yaml:5): unknown key; did you mean transform?", settings.Problems.Select(problem => problem.ToString()));
        Assert.Contains("source", Assert.Single(settings.Problems, problem => problem.IsError).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_no_kind_is_refused()
    {
        _folder.With("reelway.yaml", "seed_documents: other.yaml\n").With("other.yaml", "kitchen: {oven: hot}\n");

        Assert.StartsWith("other.yaml: is none of the documents that can be taken over, by its keys; those are config.yaml of campaigns, ", Assert.Single(_folder.Load().Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_of_ones_own_is_no_document()
    {
        var settings = _folder.With("own.yaml", "notifications:\n  enabled: false\nwebhook:\n  port: 5050\npublic:\n  url: https://hooks.hazel.test\n").Load("own.yaml");

        Assert.Empty(settings.Problems);
        Assert.Empty(settings.DocumentKeys);
    }

    private static string Golden(string name) => CommittedFile.PathOf("tests", "Reelway.Tests", "Scaling", "Documents", "Golden", name);
}
