using System.Collections.Concurrent;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>How much a member may call in a day, which begins at midnight, universal time.</summary>
internal sealed class LinkedInQuota(Func<LinkedInSettings> settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Member, DateOnly Day), int> _calls = new();

    /// <summary>Counts a call; false when the day's are used up.</summary>
    public bool Take(LinkedInMember member)
        => _calls.AddOrUpdate((member.Id, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), 1, (_, calls) => calls + 1) <= settings().CallsPerDay;

    public void Reset() => _calls.Clear();
}
