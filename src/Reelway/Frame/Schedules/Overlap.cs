namespace Reelway.Frame.Schedules;

/// <summary>What becomes of a slot that comes while the schedule's last run is still open.</summary>
internal enum Overlap
{
    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>It waits for that run's end. At most one waits, besides what is to be caught up; others are left out meanwhile.</summary>
    Queue,
}
