using Reelway.Engine;
using Reelway.Notifications;
using Reelway.Sandbox.Faults;
using Reelway.Scaling;
using Reelway.Scaling.Sending;

namespace Reelway.Tests.Scaling.Travels;

/// <summary>Masters on their way to the agency, on whichever database.</summary>
public abstract class MastersContract : ScalingFixture
{
    [Fact]
    public async Task All_masters_of_a_campaign_are_in_Box_under_their_tracking_ids_before_it_moves_on_once()
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters: 3)[0];

        await PollAsync();
        await UntilStatusAsync(campaign.Id, CampaignStatus.A2);

        var masters = await Store.MastersAsync((await CampaignAsync(campaign.Id)).Id, Cancellation);
        Assert.Equal(3, masters.Select(master => master.TrackingId).Distinct().Count());
        Assert.Equal(masters.Select(master => master.BoxName).Order(), InBox.Select(file => file.Name).Order());
        Assert.All(masters, master => Assert.Contains(master.TrackingId, master.BoxName, StringComparison.Ordinal));
        Assert.All(InBox, file => Assert.Equal(masters.Single(master => master.BoxFile == file.Id).TrackingId, file.Properties["trackingId"]));
        Assert.Equal("A2", StatusInDam(campaign.Id));

        await PollAsync();
        await PumpAsync();
        Assert.Single(await EventsAsync("campaign.advanced"));
        await PassAsync(() => Task.FromResult(Sandbox.Mailgun.Messages.Entries.Count > 0), "people are told");
        var mail = Assert.Single(Sandbox.Mailgun.Messages.Entries);
        Assert.Equal("team@example.org", Assert.Single(mail.To));
        Assert.Contains(campaign.Name, mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_that_fails_stops_neither_the_others_nor_itself_for_good_and_is_told_of_once()
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters: 3)[0];
        Sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.Status, new FaultMatch { Method = "GET", Path = "*/contents*" }) { Status = 404, Times = 1 });

        await PollAsync();
        await PassAsync(async () => (await CampaignAsync(campaign.Id)).Problem is not null, "what is missing is noted");

        var masters = await MastersAsync(campaign.Id);
        var failed = Assert.Single(masters, master => master.State == MasterState.Failed);
        Assert.Equal(2, InBox.Count);
        Assert.Equal("A1", StatusInDam(campaign.Id));
        await PassAsync(() => Task.FromResult(Sandbox.Mailgun.Messages.Entries.Count > 0), "people are told");

        await PollAsync();
        await UntilStatusAsync(campaign.Id, CampaignStatus.A2);

        var sent = await Store.FindMasterAsync(failed.TrackingId, Cancellation);
        Assert.Equal(MasterState.Sent, sent!.State);
        Assert.Equal(3, InBox.Count);
    }

    [Fact]
    public async Task Lost_answers_make_no_second_file_and_no_second_move()
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters: 2)[0];
        Sandbox.Faults.Add(new SandboxFault("box", FaultEffect.LostAnswer, new FaultMatch { Method = "POST", Path = "*/files/content" }) { Times = 2 });
        Sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.LostAnswer, new FaultMatch { Method = "PATCH" }) { Times = 1 });

        await PollAsync();
        await UntilStatusAsync(campaign.Id, CampaignStatus.A2);

        Assert.Equal(2, InBox.Count);
        Assert.Equal("A2", StatusInDam(campaign.Id));
        Assert.Single(await EventsAsync("campaign.advanced"));
    }

    [Fact]
    public async Task A_campaign_without_a_folder_for_what_comes_back_needs_a_person_and_goes_on_by_itself_once_it_is_there()
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters: 1)[0];
        var final = Sandbox.OpenText.Children(campaign.Id).Single(child => child.Name == "Final Assets");
        Sandbox.OpenText.Rename(final.Id, "Somewhere");

        await PollAsync();
        await PassAsync(async () => (await RunAsync(campaign.Id))?.State == RunState.NeedsAttention, "it needs a person");
        Assert.Contains("Final Assets", (await CampaignAsync(campaign.Id)).Problem, StringComparison.Ordinal);
        await PollAsync();
        Assert.Equal(RunState.NeedsAttention, (await RunAsync(campaign.Id))!.State);

        Sandbox.OpenText.Rename(final.Id, "Final Assets");
        await PollAsync();
        await UntilStatusAsync(campaign.Id, CampaignStatus.A2);
    }

    [Fact]
    public async Task While_the_DAM_refuses_every_look_those_on_call_are_told_once_an_hour()
    {
        Notifications.Recipients = new MailRecipients { Critical = ["oncall@example.org"] };
        Sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.Status, new FaultMatch { Path = "*/search/*" }) { Status = 400, Times = 100 });

        await PollAsync();
        await PollAsync();
        await PumpAsync();
        await PassAsync(() => Task.FromResult(Sandbox.Mailgun.Messages.Entries.Count > 0), "somebody is told");

        var mail = Assert.Single(Sandbox.Mailgun.Messages.Entries);
        Assert.Equal("oncall@example.org", Assert.Single(mail.To));
    }

    [Fact]
    public async Task A_campaign_without_masters_never_moves_on()
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters: 0)[0];

        await PollAsync();
        await PassAsync(async () => (await RunAsync(campaign.Id))?.State == RunState.NeedsAttention, "it needs a person");

        Assert.Equal("A1", StatusInDam(campaign.Id));
    }

    [Fact]
    public async Task Campaigns_that_are_stuck_do_not_keep_others_from_their_turn()
    {
        Options.CampaignsPerPoll = 2;
        var stuck = Sandbox.OpenText.AddCampaigns(3, masters: 0);
        var good = Sandbox.OpenText.AddCampaigns(1, masters: 1)[0];

        for (var look = 0; look < 3 && StatusInDam(good.Id) == "A1"; look++)
        {
            await PollAsync();
        }

        await UntilStatusAsync(good.Id, CampaignStatus.A2);
        Assert.All(stuck, campaign => Assert.Equal("A1", StatusInDam(campaign.Id)));
    }

    [Fact]
    public async Task A_withdrawn_master_does_not_hold_its_campaign_up()
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters: 2)[0];
        Sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.Status, new FaultMatch { Method = "GET", Path = "*/contents*" }) { Status = 404, Times = 1 });
        await PollAsync();
        await PassAsync(async () => (await CampaignAsync(campaign.Id)).Problem is not null, "what is missing is noted");
        var failed = (await MastersAsync(campaign.Id)).Single(master => master.State == MasterState.Failed);

        await Scoped<CampaignChanges>().WithdrawAsync(failed, withdrawn: true, "It is a draft.", "ann", Cancellation);
        await PollAsync();
        await UntilStatusAsync(campaign.Id, CampaignStatus.A2);

        Assert.Single(InBox);
    }

    private async Task<IReadOnlyList<MasterRow>> MastersAsync(string damId) => await Store.MastersAsync((await CampaignAsync(damId)).Id, Cancellation);

    private async Task<RunSummary?> RunAsync(string damId)
    {
        var campaign = await CampaignAsync(damId);
        return await Runs.FindAsync(SendMasters.Flow, [campaign.RunKey(campaign.Tries)], Cancellation) is [var run, ..] ? run : null;
    }
}
