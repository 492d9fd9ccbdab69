using Reelway.Frame.Schedules;
using Reelway.Hosting;
using Reelway.Schedules;
using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Schedules;

public sealed class SchedulesOptionsTests
{
    private static readonly Schedule Declared = new("runs.archive", "flow", "Tick", Every.Hours(1), Overlap.Skip, CatchUp.One, TimeSpan.Zero, Off: null);

    [Theory]
    [InlineData("when: cron 0 0 30 2 *", "schedules.change.\"runs.archive\".when (reelway.yaml:4): \"cron 0 0 30 2 *\" never fires: no day matches all of its fields.")]
    [InlineData("when: daily 03:30 Europe/Atlantis", "schedules.change.\"runs.archive\".when (reelway.yaml:4): \"daily 03:30 Europe/Atlantis\" names the time zone \"Europe/Atlantis\", which this machine does not know; write one like Europe/Prague, or install tzdata.")]
    [InlineData("when: sometimes", "schedules.change.\"runs.archive\".when (reelway.yaml:4): \"sometimes\" is not a time to run at; write every 5m, daily 03:30 Europe/Prague, cron 30 2 * * 0 Europe/Prague or off.")]
    [InlineData("catch_up: most", "schedules.change.\"runs.archive\".catch_up (reelway.yaml:4): must be none, one, or all and a number up to 10000, such as all 31.")]
    [InlineData("overlap: both", "schedules.change.\"runs.archive\".overlap (reelway.yaml:4): \"both\" is not one of skip, queue.")]
    [InlineData("jitter: 2d", "schedules.change.\"runs.archive\".jitter (reelway.yaml:4): must be 0s to 1d.")]
    public void What_can_not_be_used_is_refused_with_its_place(string line, string problem)
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };

        Assert.Equal(problem, folder.With("reelway.yaml", $"schedules:\n  change:\n    runs.archive:\n      {line}\n").Problem().ToString());
    }

    [Fact]
    public void What_is_set_replaces_what_is_declared_and_nothing_else()
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };
        folder.With("reelway.yaml", "schedules: {change: {runs.archive: {when: daily 03:30 Europe/Prague, overlap: queue, catch_up: all 31, jitter: 10m}, other: {when: off}}}\n");
        var change = folder.Load().Get<SchedulesOptions>().Change;

        var changed = change["runs.archive"].Over(Declared);
        var other = change["other"].Over(Declared);

        Assert.Equal(("daily 03:30 Europe/Prague jitter 10m", Overlap.Queue, CatchUp.All(31)), (changed.Plan, changed.Overlap, changed.CatchUp));
        Assert.Equal(("", Declared.Overlap, Declared.CatchUp), (other.Plan, other.Overlap, other.CatchUp));
        Assert.Equal("It is switched off by schedules.change.\"runs.archive\".", other.Off);
        Assert.Null((Declared with { Rule = null, Off = "engine.archive_after is not set." } is var off ? change["runs.archive"].Over(off) : null)!.Rule);
    }
}
