using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reelway.Hosting.Server;

namespace Reelway.Tests.Hosting;

public sealed class SpaceReadinessTests
{
    [Fact]
    public async Task A_full_disk_is_not_ready_and_says_which_one_it_is()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "only Linux has a disk without any room that is always there");
        var check = new SpaceReadiness([new WrittenPlace("the data directory", Path.GetTempPath()), new WrittenPlace("the scratch folder", "/proc")]);

        var answer = await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal((HealthStatus.Unhealthy, "The disk of the scratch folder is full. Free some space."), (answer.Status, answer.Description));
    }

    [Fact]
    public async Task Disks_with_room_are_ready_also_for_folders_that_are_made_later()
    {
        var check = new SpaceReadiness([new WrittenPlace("the data directory", Path.Combine(Path.GetTempPath(), "not-made-yet", "data"))]);

        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }
}
