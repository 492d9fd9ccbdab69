using Reelway.Scaling;

namespace Reelway.Tests.Scaling.Travels;

public sealed class CampaignProgressTests
{
    private static readonly MasterRow First = new() { Id = 1, TrackingId = "AB2CD3", Name = "a.mp4", State = MasterState.Sent };
    private static readonly MasterRow Second = new() { Id = 2, TrackingId = "AB2CD4", Name = "b.mp4", State = MasterState.Sent };

    [Fact]
    public void A_campaign_without_a_master_that_counts_is_never_complete()
    {
        Assert.False(CampaignProgress.Of([], [], []).IsComplete);
        Assert.False(CampaignProgress.Of([First with { State = MasterState.Withdrawn }], [Of(1)], []).IsComplete);
    }

    [Fact]
    public void Each_master_that_counts_needs_what_is_expected_of_it()
    {
        Assert.False(CampaignProgress.Of([First, Second], [Of(1), Of(1)], []).IsComplete);
        Assert.True(CampaignProgress.Of([First, Second with { State = MasterState.Withdrawn }], [Of(1)], []).IsComplete);

        var half = CampaignProgress.Of([First], [Of(1, "it", "30s")], [new("IT", "30s"), new("IT", "15s")]);
        Assert.Equal((2, 1), (half.Expected, half.Done));
        Assert.Equal("Waiting for 1 of 2: AB2CD3 a.mp4: IT 15s.", half.Waits);
    }

    [Fact]
    public void What_has_failed_or_is_in_work_stands_in_the_way_and_what_was_refused_or_replaced_does_not()
    {
        foreach (var state in new[] { DerivativeState.Failed, DerivativeState.Working })
        {
            Assert.False(CampaignProgress.Of([First], [Of(1), Of(1) with { State = state }], []).IsComplete);
        }

        Assert.True(CampaignProgress.Of([First], [Of(1), Of(1) with { State = DerivativeState.Refused }, Of(1) with { State = DerivativeState.Replaced }], []).IsComplete);
        Assert.True(CampaignProgress.Of([First, Second with { State = MasterState.Withdrawn }], [Of(1), Of(2) with { State = DerivativeState.Failed }], []).IsComplete);
    }

    private static DerivativeRow Of(long master, string? language = null, string? format = null)
        => new() { MasterId = master, Name = "x.mp4", State = DerivativeState.Imported, Language = language, Format = format };
}
