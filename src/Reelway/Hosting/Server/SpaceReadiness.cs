using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reelway.Hosting.Doctor;

namespace Reelway.Hosting.Server;

/// <summary>Ready while there is room on the disks that runs write to. A database can still be read from a full disk, so reading shows nothing.</summary>
internal sealed class SpaceReadiness(IReadOnlyList<WrittenPlace> places) : IHealthCheck
{
    // Less than the next few transactions need, and far less than any clip.
    private const long LeastBytes = 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var full = places.Where(place => SpaceChecks.FreeBytes(place.Folder) < LeastBytes).Select(place => place.Name).ToList();
        return Task.FromResult(full.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The disk of {string.Join(" and of ", full)} is full. Free some space."));
    }
}

/// <summary>A folder that runs write to.</summary>
/// <param name="Name">For sentences that strangers may read: <c>the data directory</c>.</param>
internal sealed record WrittenPlace(string Name, string Folder);
