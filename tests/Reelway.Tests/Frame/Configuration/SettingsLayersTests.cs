using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;

namespace Reelway.Tests.Frame.Configuration;

public sealed class SettingsLayersTests
{
    private const string Base = "sample: {sheet: a.csv, name: file, recipients: [a, b]}\n";

    [Fact]
    public void The_later_layer_wins_and_the_losers_are_remembered()
    {
        using var folder = new SettingsFolder()
            .With("reelway.yaml", "include: more.yaml\n" + Base)
            .With("more.yaml", "sample: {name: include}\n")
            .With("environments/staging.yaml", "sample: {name: overlay}\n")
            .With(".env", "REELWAY__SAMPLE__NAME=dotenv\n")
            .Variable("REELWAY__SAMPLE__NAME", "variable");

        var settings = folder.Load(null, "staging", ("sample.name", "command line"));

        var name = Assert.Single(settings.Effective, setting => setting.Key == "sample.name");
        Assert.Equal("command line", name.Value);
        Assert.Equal("--set", name.Origin.ToString());
        Assert.Equal(
            [
                "variable (variable REELWAY__SAMPLE__NAME)", "dotenv (.env:1)", "overlay (environments/staging.yaml:1)", "include (more.yaml:1)",
                "file (reelway.yaml:2)",
            ],
            name.Overridden.Select(overridden => $"{overridden.Value} ({overridden.Origin})"));
    }

    [Fact]
    public void Env_file_sets_what_the_process_does_not()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base).With(".env", "# mine\nREELWAY__SAMPLE__NAME=dotenv\n");

        var settings = folder.Load();

        var name = Assert.Single(settings.Effective, setting => setting.Key == "sample.name");
        Assert.Equal("dotenv", name.Value);
        Assert.Equal(".env:2", name.Origin.ToString());
    }

    [Theory]
    [InlineData("REELWAY_ENV", "staging")]
    [InlineData("ENV", "staging")]
    public void The_environment_may_come_from_a_variable(string name, string value)
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base)
            .With("environments/staging.yaml", "sample: {name: overlay}\n").Variable(name, value);

        Assert.Equal("overlay", folder.Sample().Name);
    }

    [Fact]
    public void An_environment_asked_for_must_exist_but_one_of_the_machine_may_not()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base).Variable("ENV", "from-elsewhere");

        Assert.Equal("file", folder.Sample().Name);
        Assert.Equal("--env: there is no environments/missing.yaml.", folder.Problem(env: "missing").ToString());
    }

    [Fact]
    public void An_environment_can_not_lead_out_of_its_folder()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base).With("secret.yaml", "sample: {name: stolen}\n");

        Assert.Contains("\"../secret\" is not a name", folder.Problem(env: "../secret").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_merge_lists_replace_and_plus_appends()
    {
        using var folder = new SettingsFolder()
            .With("reelway.yaml", "sample: {sheet: a.csv, recipients: [a, b], stages: {X: {page: 1, connection: c}, C+: {page: 2}}}\n")
            .With("environments/one.yaml", "sample: {recipients: [c], stages: {X: {page: 9}}}\n")
            .With("environments/more.yaml", "sample: {recipients+: [c], stages: {C+: {page: 3}}}\n");

        var replaced = folder.Sample("one");
        var appended = folder.Sample("more");

        Assert.Equal(["c"], replaced.Recipients);
        Assert.Equal(("9", "c"), (replaced.Stages["X"].Page, replaced.Stages["X"].Connection));
        Assert.Equal(["a", "b", "c"], appended.Recipients);
        Assert.Equal("3", appended.Stages["C+"].Page);
    }

    [Fact]
    public void Variables_find_names_that_they_can_not_spell()
    {
        using var folder = new SettingsFolder()
            .With("reelway.yaml", "sample: {sheet: a.csv, stages: {Main Hall: {page: 1}}}\n")
            .Variable("REELWAY__SAMPLE__STAGES__MAIN_HALL__PAGE", "2")
            .Variable("REELWAY__SAMPLE__RECIPIENTS", "x@example.org, y@example.org")
            .Variable("REELWAY__SAMPLE__MENTIONS", "{Ada: '1'}")
            .Variable("REELWAY__SAMPLE__WORKERS", "");

        var sample = folder.Sample();

        Assert.Equal("2", Assert.Single(sample.Stages).Value.Page);
        Assert.Equal(["x@example.org", "y@example.org"], sample.Recipients);
        Assert.Equal("1", sample.Mentions["Ada"]);
        Assert.Equal(8, sample.Workers);
    }

    [Fact]
    public void A_file_variable_holds_a_secret_out_of_sight()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample: {sheet: a.csv, name: \"${DB_PASSWORD}\"}\n")
            .With("run/secrets/key", "from-a-file-1\n").With("run/secrets/db", "pa: ss # word\n")
            .Variable("REELWAY__SAMPLE__API_KEY_FILE", "run/secrets/key")
            .Variable("DB_PASSWORD_FILE", "run/secrets/db");

        var sample = folder.Sample();

        Assert.Equal("from-a-file-1", sample.ApiKey);
        Assert.Equal("pa: ss # word", sample.Name);
    }

    [Fact]
    public void A_file_variable_whose_file_is_missing_is_told()
    {
        using var folder = new SettingsFolder().Variable("REELWAY__SAMPLE__API_KEY_FILE", "nowhere");

        var problem = folder.Problem();

        Assert.Equal("sample.api_key", problem.Key);
        Assert.StartsWith("the file nowhere can't be read: ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALL", "Trace")]
    [InlineData("WARNING", "Warn")]
    [InlineData("debug", "Debug")]
    public void The_log_level_is_understood_as_other_programs_write_it(string value, string weight)
    {
        using var folder = new SettingsFolder().Variable("LOG_LEVEL", value);

        Assert.Equal(weight, folder.Load().Get<LogOptions>().Level.ToString());
    }

    [Theory]
    [InlineData("sample..name", "sample..name (--set): is not a setting's name; write section.name, with double quotes around a part that holds a dot.")]
    [InlineData("sample.\"name", "sample.\"name (--set): is not a setting's name; write section.name, with double quotes around a part that holds a dot.")]
    [InlineData("smaple.name", "smaple (--set): unknown setting; did you mean sample?")]
    public void A_bad_name_on_the_command_line_is_told(string key, string sentence)
    {
        using var folder = new SettingsFolder();

        Assert.Equal(sentence, folder.Problem(null, null, (key, "x")).ToString());
    }

    [Fact]
    public void A_list_that_is_not_closed_on_the_command_line_is_told()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base);

        Assert.StartsWith("begins like a YAML list or group and is none", folder.Problem(null, null, ("sample.recipients", "[a, b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_must_exist()
    {
        using var folder = new SettingsFolder();

        Assert.Equal("other.yaml: there is no such file; check --config or REELWAY_CONFIG.", folder.Problem("other.yaml").ToString());
        Assert.Equal(".: is a folder; name the file in it.", folder.Problem(".").ToString());
    }

    [Fact]
    public void Includes_may_be_several_use_variables_and_name_others()
    {
        using var folder = new SettingsFolder()
            .With("etc/reelway.yaml", "include: [\"parts/${PART:-one}.yaml\", two.yaml]\n" + Base)
            .With("etc/parts/one.yaml", "include: beside.yaml\nsample: {name: one}\n")
            .With("etc/parts/beside.yaml", "sample: {workers: 7}\n")
            .With("etc/two.yaml", "sample: {name: two}\n");

        var sample = folder.Load("etc/reelway.yaml");

        Assert.Empty(sample.Problems);
        Assert.Equal(("two", 7), (sample.Get<SampleOptions>().Name, sample.Get<SampleOptions>().Workers));
    }

    [Fact]
    public void Includes_in_a_circle_or_missing_are_told()
    {
        using var circle = new SettingsFolder().With("reelway.yaml", "include: b.yaml\n").With("b.yaml", "include: reelway.yaml\n");
        using var missing = new SettingsFolder().With("sub/reelway.yaml", "include: sub2/b.yaml\n");

        Assert.Equal(
            "include (b.yaml:1): the files include each other in a circle: reelway.yaml -> b.yaml -> reelway.yaml.", circle.Problem().ToString());
        Assert.Contains(Path.Combine(missing.Path, "sub", "sub2", "b.yaml"), missing.Problem("sub/reelway.yaml").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_in_the_data_directory_follow_it()
    {
        using var folder = new SettingsFolder
        {
            Catalog = new SettingsCatalog().Section<DataOptions>("data").Section<SampleFolders>("sample"),
        };

        Assert.Equal(Path.Combine(folder.Path, "elsewhere", "drafts"), folder.Load(null, null, ("data.directory", "elsewhere")).Get<SampleFolders>().Drafts);
        Assert.Equal(Path.Combine(folder.Path, "own"), folder.Load(null, null, ("sample.drafts", "own")).Get<SampleFolders>().Drafts);
    }

}
