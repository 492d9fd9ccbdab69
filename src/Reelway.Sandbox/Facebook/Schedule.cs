namespace Reelway.Sandbox.Facebook;

/// <summary>The publishing time of an unpublished video or post.</summary>
internal static class Schedule
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(10);

    /// <summary>Six months, counted as the longest six there are.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromDays(184);

    public static DateTimeOffset? Read(GraphCall call, bool published, TimeProvider time)
    {
        if (call.Find("scheduled_publish_time") is not { Length: > 0 })
        {
            return null;
        }

        var seconds = call.NeedNumber("scheduled_publish_time");
        var now = time.GetUtcNow();
        if (published || seconds < (now + Soonest).ToUnixTimeSeconds() || seconds > (now + Latest).ToUnixTimeSeconds())
        {
            throw new GraphException(GraphError.InvalidParameter(
                "The scheduled publish time must be 10 minutes to 6 months ahead and published must be false"));
        }

        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
