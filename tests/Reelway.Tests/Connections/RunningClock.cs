namespace Reelway.Tests.Connections;

/// <summary>Goes on by itself, since processes wait for each other, and can be set forward.</summary>
internal sealed class RunningClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
