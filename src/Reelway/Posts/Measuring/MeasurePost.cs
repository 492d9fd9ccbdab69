using Reelway.Engine;

namespace Reelway.Posts.Measuring;

/// <summary>The flow that asks a network what it has counted of a post, a while after it went out.</summary>
[Flow(Flow)]
internal sealed class MeasurePost(PostMeasuring measuring) : IFlow<MeasureInput, MeasuredPost>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "posts.measure";

    /// <inheritdoc/>
    public Task<MeasuredPost> RunAsync(MeasureInput input, IRun run) => run.StepAsync("measure", step => measuring.MeasureAsync(input, step));
}

/// <summary>Which post is measured when.</summary>
/// <param name="Stage">How long after it went out: 1h, 1d, 7d.</param>
internal sealed record MeasureInput(string Post, string Stage);

/// <summary>What was counted.</summary>
/// <param name="Unread">Why some or all of it can't be read.</param>
internal sealed record MeasuredPost(long? Likes, long? Reposts, long? Replies, long? Impressions, long? Clicks, string? Unread);
