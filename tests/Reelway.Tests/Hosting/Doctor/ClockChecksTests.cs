using Reelway.Contracts.Time;
using Reelway.Frame.Doctor;
using Reelway.Hosting.Doctor;

namespace Reelway.Tests.Hosting.Doctor;

public sealed class ClockChecksTests
{
    [Theory]
    [InlineData(0, nameof(FindingState.Ok))]
    [InlineData(2, nameof(FindingState.Fail))]
    public void A_clock_before_the_day_of_the_build_is_wrong(int daysBefore, string state)
    {
        var clock = new ManualClock();

        var finding = ClockChecks.Clock(clock, clock.GetUtcNow().UtcDateTime.AddDays(daysBefore));

        Assert.Equal(state, finding.State.ToString());
        Assert.Equal(state == nameof(FindingState.Ok), finding.Remedy is null);
    }

    [Theory]
    [InlineData(null, nameof(FindingState.Ok))]
    [InlineData("", nameof(FindingState.Ok))]
    [InlineData("Europe/Prague", nameof(FindingState.Ok))]
    [InlineData(":Europe/Prague", nameof(FindingState.Ok))]
    [InlineData("Europe/Pragu", nameof(FindingState.Warn))]
    public void A_zone_that_does_not_exist_is_told(string? zone, string state)
    {
        var variables = zone is null ? [] : new Dictionary<string, string> { ["TZ"] = zone };

        Assert.Equal(state, ClockChecks.Zone(TimeProvider.System, variables).State.ToString());
    }
}
