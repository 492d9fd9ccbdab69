using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Scaling.Sending;

/// <summary>Looks for campaigns whose masters are to go out, and begins a run for each that has none at work.</summary>
[Flow(Flow)]
internal sealed class PollCampaigns(CampaignPoll poll) : IFlow<ScheduledSlot, PolledCampaigns>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.poll";

    /// <inheritdoc/>
    public async Task<PolledCampaigns> RunAsync(ScheduledSlot input, IRun run)
    {
        var seen = await run.StepAsync("search", step => poll.SearchAsync(step));
        return await run.StepAsync("begin", step => poll.BeginAsync(seen, step));
    }
}

/// <summary>What a look has found.</summary>
/// <param name="Found">Campaigns with the first status.</param>
/// <param name="SeenMs">When they were found.</param>
internal sealed record SeenCampaigns(int Found, long SeenMs);

/// <summary>What came of a look.</summary>
/// <param name="Begun">Campaigns that a run was begun for.</param>
/// <param name="Resumed">Campaigns whose run goes on, since what it lacked is there.</param>
/// <param name="AtWork">Campaigns that a run is at work on.</param>
internal sealed record PolledCampaigns(int Found, int Begun, int Resumed, int AtWork);
