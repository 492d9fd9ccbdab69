namespace Reelway.Tests.Frame.Configuration;

public sealed class YamlSettingsTests
{
    [Theory]
    [InlineData("sample:\n  name: a\n  name: b\n", "reelway.yaml (reelway.yaml:3): not readable as YAML: \"name\" stands here and in line 2; keep one of the two.")]
    [InlineData("sample: [1, 2\n", "reelway.yaml (reelway.yaml:2): not readable as YAML: ")]
    [InlineData("- a\n", "reelway.yaml (reelway.yaml:1): must hold names with values, but holds a list.")]
    [InlineData("sample: *nobody\n", "reelway.yaml (reelway.yaml:1): not readable as YAML: there is no anchor of this name above.")]
    [InlineData("a: 1\n---\nb: 2\n", "reelway.yaml (reelway.yaml:2): not readable as YAML: a second document begins here; one file holds one document.")]
    [InlineData("? [a, b]\n: c\n", "reelway.yaml (reelway.yaml:1): not readable as YAML: a name must be plain text.")]
    public void What_can_not_be_read_is_told_with_its_line(string text, string sentence)
    {
        using var folder = new SettingsFolder().With("reelway.yaml", text);

        Assert.StartsWith(sentence, folder.Problem().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("---\n...\n")]
    [InlineData("sample:\n")]
    public void A_file_without_settings_sets_nothing(string text)
    {
        using var folder = new SettingsFolder().With("reelway.yaml", text);

        Assert.Equal(8, folder.Sample().Workers);
    }

    [Fact]
    public void Anchors_repeat_what_they_name()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", """
            sample:
              sheet: a.csv
              stages:
                One: &page { page: 1 }
                Two: *page
            """);

        Assert.Equal("1", folder.Sample().Stages["Two"].Page);
    }

    [Fact]
    public void A_document_that_grows_through_its_aliases_is_refused()
    {
        var lines = new List<string> { "a0: &a0 [x, x, x, x, x, x, x, x, x, x]" };
        for (var i = 1; i < 10; i++)
        {
            lines.Add($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        }

        using var folder = new SettingsFolder().With("reelway.yaml", string.Join('\n', lines));

        Assert.Contains("more than 100000 values", folder.Problem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_nested_without_end_is_refused()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "a: " + new string('[', 5000) + new string(']', 5000));

        Assert.Contains("nested more than 64 deep", folder.Problem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_text_is_refused()
    {
        using var folder = new SettingsFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "reelway.yaml"), [0x66, 0xFF, 0xFE, 0x00]);

        Assert.Equal("reelway.yaml: is not UTF-8 text.", folder.Problem().ToString());
    }

    [Fact]
    public void Lost_indentation_is_recognised()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample:\nsheet: a.csv\nworkers: 4\n");

        var errors = folder.Load().Problems.Where(problem => problem.IsError).Select(problem => problem.ToString());

        Assert.Equal(
            [
                "sheet (reelway.yaml:2): belongs to sample (line 1), which has nothing below it: indent it by two spaces.",
                "workers (reelway.yaml:3): belongs to sample (line 1), which has nothing below it: indent it by two spaces.",
            ],
            errors);
    }

    [Fact]
    public void A_secret_put_in_can_not_change_the_document()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample: {sheet: a.csv, name: \"${S}\"}\n").Variable("S", "x, workers: 1}\n# ${HOME}");

        Assert.Equal("x, workers: 1}\n# ${HOME}", folder.Sample().Name);
    }

    [Fact]
    public void A_variable_that_is_not_set_leaves_the_default_with_a_warning()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample:\n  sheet: a.csv\n  workers: ${WORKERS}\n");

        var problem = folder.Problem();

        Assert.Equal("reelway.yaml (reelway.yaml:3): variable WORKERS is not set and has no default; it counts as empty.", problem.ToString());
        Assert.False(problem.IsError);
        Assert.Equal(8, folder.Load().Get<SampleOptions>().Workers);
    }

    [Fact]
    public void A_required_setting_whose_variable_is_not_set_stops_the_start()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample:\n  sheet: ${SHEET}\n");

        Assert.Equal("sample.sheet (reelway.yaml:2): is required and not set. It names the sheet.",
            Assert.Single(folder.Load().Problems, problem => problem.IsError).ToString());
    }
}
