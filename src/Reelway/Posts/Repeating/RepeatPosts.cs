using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Posts.Repeating;

/// <summary>Makes the next posts of all series.</summary>
[Flow("posts.repeat")]
internal sealed class RepeatPosts(PostSeries series) : IFlow<ScheduledSlot, RepeatedPosts>
{
    /// <inheritdoc/>
    public async Task<RepeatedPosts> RunAsync(ScheduledSlot input, IRun run) => new(await run.StepAsync("make", step => series.MakeAllAsync(step.Cancellation)));
}

/// <summary>How many series were looked after.</summary>
internal sealed record RepeatedPosts(int Series);
