namespace Reelway.Tests.Frame.Configuration;

public sealed class RenamedSettingsTests
{
    private const string Base = "sample: {sheet: a.csv}\n";

    [Fact]
    public void An_old_name_works_in_a_file_and_the_hint_names_the_new_one()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "old:\n  stages: {Hall: {page: p}}\nsample:\n  sheet: a.csv\n  title: Owls\n");

        var settings = folder.Load();

        Assert.Equal("Owls", settings.Get<SampleOptions>().Name);
        Assert.Equal("p", settings.Get<SampleOptions>().Stages["Hall"].Page);
        Assert.Equal(
            [
                "sample.title (reelway.yaml:5): is now called sample.name; the old name still works.",
                "old.stages (reelway.yaml:2): is now called sample.stages; the old name still works.",
            ],
            settings.Problems.Select(problem => problem.ToString()));
        Assert.True(settings.IsUsable);
        Assert.Equal("reelway.yaml:5", Assert.Single(settings.Effective, setting => setting.Key == "sample.name").Origin.ToString());
    }

    [Fact]
    public void An_old_name_works_as_a_variable()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base)
            .Variable("REELWAY__SAMPLE__TITLE", "Owls").Variable("REELWAY__OLD__STAGES__Hall__PAGE", "p");

        var settings = folder.Load();

        Assert.Equal(("Owls", "p"), (settings.Get<SampleOptions>().Name, settings.Get<SampleOptions>().Stages["hall"].Page));
        Assert.Contains(settings.Problems, problem => problem.ToString() == "sample.title (variable REELWAY__SAMPLE__TITLE): is now called sample.name; the old name still works.");
    }

    [Fact]
    public void An_old_name_works_as_a_variable_that_names_a_file()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base).With("held", "Owls\n").Variable("REELWAY__SAMPLE__TITLE_FILE", "held");

        Assert.Equal("Owls", folder.Load().Get<SampleOptions>().Name);
    }

    [Fact]
    public void An_old_name_works_on_the_command_line_over_a_variable_of_the_same_name()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", Base).Variable("REELWAY__SAMPLE__TITLE", "Owls");

        var problem = folder.Problem(null, null, ("sample.title", "Cats"));

        Assert.Equal("sample.title (--set): is now called sample.name; the old name still works.", problem.ToString());
        Assert.Equal("Cats", folder.Load(null, null, ("sample.title", "Cats")).Get<SampleOptions>().Name);
    }

    [Fact]
    public void Both_names_at_once_stop_the_start_with_both_places()
    {
        using var folder = new SettingsFolder().With("reelway.yaml", "sample: {sheet: a.csv, name: Cats}\n").Variable("REELWAY__SAMPLE__TITLE", "Owls");

        var problem = folder.Problem();

        Assert.True(problem.IsError);
        Assert.Equal(
            "sample.title (variable REELWAY__SAMPLE__TITLE): is the old name of sample.name, which is set as well (reelway.yaml:1); keep sample.name.", problem.ToString());
    }

    [Fact]
    public void A_path_under_its_old_name_is_relative_to_the_same_folder()
    {
        using var folder = new SettingsFolder().With("conf/reelway.yaml", "old: {folder: in}\n" + Base);

        Assert.Equal(Path.Combine(folder.Path, "conf", "in"), folder.Load("conf/reelway.yaml").Get<SampleOptions>().Folder);
    }
}
