namespace Reelway.Engine;

/// <summary>How often a poll asks.</summary>
/// <param name="Every">Wait between two questions.</param>
/// <param name="GiveUpAfter">After this long the run needs attention.</param>
public sealed record PollTimes(TimeSpan Every, TimeSpan GiveUpAfter);
