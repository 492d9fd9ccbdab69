using Reelway.Frame.Doctor;
using Reelway.Hosting.Doctor;
using Reelway.Media;

namespace Reelway.Tests.Hosting.Doctor;

public sealed class SpaceChecksTests
{
    private const long Gigabyte = 1_000_000_000;

    [Theory]
    [InlineData(6, nameof(FindingState.Ok))]
    [InlineData(4, nameof(FindingState.Warn))]
    [InlineData(0, nameof(FindingState.Fail))]
    public void A_disk_is_judged_by_what_is_free(long gigabytes, string state)
        => Assert.Equal(state, SpaceChecks.Disk("/data", gigabytes * Gigabyte).State.ToString());

    [Theory]
    [InlineData(20, 3, false, nameof(FindingState.Ok))]
    [InlineData(10, 3, false, nameof(FindingState.Warn))] // for one of two at once
    [InlineData(6, 3, false, nameof(FindingState.Fail))]
    [InlineData(14, 3, false, nameof(FindingState.Ok))]
    [InlineData(14, 3, true, nameof(FindingState.Warn))] // the copy from the bucket comes on top
    [InlineData(4, null, false, nameof(FindingState.Warn))] // how large the recordings will be is not known
    [InlineData(0, null, false, nameof(FindingState.Fail))]
    [InlineData(0, 0, false, nameof(FindingState.Ok))]
    public void Room_for_cuts_is_judged_by_the_largest_recording(long free, int? recording, bool isFetched, string state)
    {
        var finding = SpaceChecks.ScratchSpace(new MediaOptions { Encoders = 2, Folder = "/scratch" }, free * Gigabyte, recording * Gigabyte, isFetched);

        Assert.Equal(state, finding.State.ToString());
        Assert.Equal(state == nameof(FindingState.Ok), finding.Remedy is null);
    }
}
