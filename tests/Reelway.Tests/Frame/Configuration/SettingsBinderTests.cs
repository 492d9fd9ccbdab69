using Reelway.Frame.Configuration;

namespace Reelway.Tests.Frame.Configuration;

public sealed class SettingsBinderTests
{
    [Fact]
    public void Every_form_of_setting_is_bound()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", """
            sample:
              name: "yes"
              sheet: talks.csv
              workers: 4
              settle: 1m30s
              feed: on
              color: dark-red
              address: https://example.org/a?b=c
              largest_bytes: 2GiB
              ratio: 0.25
              folder: in/here
              recipients: [a@example.org, b@example.org]
              stages:
                Main Hall: { page: 348304357505 }
                "3.14 + C#":
                  page: other
                  connection: fb
              mentions: { Ada L.: "12" }
              columns: { title: Name of talk }
            """);

        var sample = folder.Sample();

        Assert.Equal("yes", sample.Name);
        Assert.Equal("talks.csv", sample.Sheet);
        Assert.Equal(4, sample.Workers);
        Assert.Equal(TimeSpan.FromSeconds(90), sample.Settle);
        Assert.True(sample.Feed);
        Assert.Equal(SampleColor.DarkRed, sample.Color);
        Assert.Equal("https://example.org/a?b=c", sample.Address!.ToString());
        Assert.Equal(2L << 30, sample.LargestBytes);
        Assert.Equal(0.25, sample.Ratio);
        Assert.Equal(Path.Combine(folder.Path, "in", "here"), sample.Folder);
        Assert.Equal(["a@example.org", "b@example.org"], sample.Recipients);
        Assert.Equal("348304357505", sample.Stages["Main Hall"].Page);
        Assert.Equal("fb", sample.Stages["3.14 + C#"].Connection);
        Assert.Equal("12", sample.Mentions["Ada L."]);
        Assert.Equal("Name of talk", sample.Columns.Title);
        Assert.Equal("Link", sample.Columns.Link);
    }

    [Fact]
    public void Without_any_file_the_defaults_hold_and_nothing_is_required()
    {
        using var folder = new SettingsFolder();

        var sample = folder.Sample();

        Assert.Equal(8, sample.Workers);
        Assert.Equal(["default@example.org"], sample.Recipients);
        Assert.Null(sample.Sheet);
    }

    [Theory]
    [InlineData("workers: many", "sample.workers (reelway.yaml:3): \"many\" is not a whole number.")]
    [InlineData("workers: 99999999999", "sample.workers (reelway.yaml:3): \"99999999999\" is not a whole number.")]
    [InlineData("workers: 65", "sample.workers (reelway.yaml:3): must be 1 to 64.")]
    [InlineData("workers: [1]", "sample.workers (reelway.yaml:3): must be a whole number, but is a list.")]
    [InlineData("workers: {a: 1}", "sample.workers (reelway.yaml:3): must be a whole number, but is a group of settings.")]
    [InlineData("settle: ten", "sample.settle (reelway.yaml:3): \"ten\" is not a duration such as 250ms, 15s, 5m, 6h or 14d.")]
    [InlineData("settle: -5s", "sample.settle (reelway.yaml:3): \"-5s\" is not a duration such as 250ms, 15s, 5m, 6h or 14d.")]
    [InlineData("settle: ''", "sample.settle (reelway.yaml:3): \"\" is not a duration such as 250ms, 15s, 5m, 6h or 14d.")]
    [InlineData("settle: 2h", "sample.settle (reelway.yaml:3): must not be longer than sample.longest.")]
    [InlineData("feed: maybe", "sample.feed (reelway.yaml:3): \"maybe\" is not true or false.")]
    [InlineData("color: blue", "sample.color (reelway.yaml:3): \"blue\" is not one of green, dark_red.")]
    [InlineData("color: 1", "sample.color (reelway.yaml:3): \"1\" is not one of green, dark_red.")]
    [InlineData("address: /here", "sample.address (reelway.yaml:3): the value is not an absolute address such as https://example.org/path.")]
    [InlineData("largest_bytes: 10 parsecs", "sample.largest_bytes (reelway.yaml:3): \"10 parsecs\" is not a size such as 500kB, 10MB or 2GiB.")]
    [InlineData("ratio: NaN", "sample.ratio (reelway.yaml:3): \"NaN\" is not a number.")]
    [InlineData("recipients: one@example.org", "sample.recipients (reelway.yaml:3): must be a list, but is a single value; write [a, b] or lines that begin with \"- \".")]
    [InlineData("recipients: [a, [b]]", "sample.recipients[1] (reelway.yaml:3): must be text, but is a list.")]
    [InlineData("stages: [a]", "sample.stages (reelway.yaml:3): must be a group of names, but is a list.")]
    [InlineData("stages: {a: {}}", "sample.stages.a.page (reelway.yaml:3): is required and not set.")]
    [InlineData("stages: {\"a.b\": {pag: 1, page: 2}}", "sample.stages.\"a.b\".pag (reelway.yaml:3): unknown setting; did you mean sample.stages.\"a.b\".page?")]
    [InlineData("columns: 5", "sample.columns (reelway.yaml:3): must be a group of settings, but is a single value.")]
    [InlineData("sheet: ''", "sample.sheet (reelway.yaml:3): is required and not set. It names the sheet.")]
    [InlineData("wokers: 3", "sample.wokers (reelway.yaml:3): unknown setting; did you mean sample.workers?")]
    [InlineData("Workers: 3", "sample.Workers (reelway.yaml:3): unknown setting; did you mean sample.workers?")]
    [InlineData("completely_else: 3", "sample.completely_else (reelway.yaml:3): unknown setting; it has no effect.")]
    public void A_bad_value_is_told_with_key_file_and_line(string line, string sentence)
    {
        var sheet = line.StartsWith("sheet", StringComparison.Ordinal) ? "name: x" : "sheet: talks.csv";
        using var folder = new SettingsFolder().With("reelway.yaml", $"sample:\n  {sheet}\n  {line}\n");

        Assert.Equal(sentence, folder.Problem().ToString());
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_settings()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", """
            sample:
              workers: 0
              settle: soon
              feed: perhaps
            smaple: {}
            """);

        Assert.Equal(
            ["sample.sheet", "sample.workers", "sample.settle", "sample.feed", "smaple"],
            folder.Load().Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void A_secret_of_the_wrong_kind_is_never_shown()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample: {sheet: a, api_key: [very-secret-value]}\n");

        var settings = folder.Load();

        Assert.Equal("sample.api_key (reelway.yaml:1): must be text, but is a list.", Assert.Single(settings.Problems).ToString());
        Assert.DoesNotContain(settings.Effective, setting => setting.Value.Contains("very-secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_that_a_stronger_layer_sets_to_null_has_its_default()
    {
        using var folder = new SettingsFolder()
            .With("reelway.yaml", "sample: {sheet: a.csv, workers: 3, recipients: [a]}\n")
            .With("environments/quiet.yaml", "sample: {workers: null, recipients: ~}\n");

        var sample = folder.Sample("quiet");

        Assert.Equal(8, sample.Workers);
        Assert.Equal(["default@example.org"], sample.Recipients);
    }

    [Fact]
    public void Relative_paths_are_relative_to_the_file_but_to_the_current_folder_on_the_command_line()
    {
        using var folder = new SettingsFolder().With("etc/reelway.yaml", "sample: {sheet: a, folder: in}\n");

        var fromFile = folder.Load("etc/reelway.yaml");
        var fromCommandLine = folder.Load("etc/reelway.yaml", null, ("sample.folder", "in"));

        Assert.Equal(Path.Combine(folder.Path, "etc", "in"), fromFile.Get<SampleOptions>().Folder);
        Assert.Equal(Path.Combine(folder.Path, "in"), fromCommandLine.Get<SampleOptions>().Folder);
        Assert.Equal(Path.Combine(folder.Path, "etc", "data"), fromFile.Get<DataOptions>().Directory);
    }
}
