namespace Reelway.Talks;

/// <summary>The flow that takes a recording to its page and tells everybody.</summary>
internal sealed class PublishTalk
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "talks.publish";
}
