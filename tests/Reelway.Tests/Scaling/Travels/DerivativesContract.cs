using Reelway.Engine;
using Reelway.Frame.Public;
using Reelway.Frame.Schedules;
using Reelway.Sandbox.Faults;
using Reelway.Scaling;
using Reelway.Scaling.Returning;

namespace Reelway.Tests.Scaling.Travels;

/// <summary>What agencies bring on its way to the DAM, on whichever database.</summary>
public abstract class DerivativesContract : ScalingFixture
{
    [Fact]
    public async Task A_campaign_moves_on_once_when_all_that_it_waits_for_is_imported_although_the_last_ones_come_together()
    {
        var campaign = await AtAgencyAsync(masters: 3);
        var names = await NamesAsync(campaign);

        var runs = await Task.WhenAll(names.Select(name => BringAsync(campaign, name)));
        await UntilStatusAsync(campaign, CampaignStatus.A3);

        Assert.Equal("A3", StatusInDam(campaign));
        var final = (await CampaignAsync(campaign)).FinalFolder!;
        Assert.Equal(names.Select(name => string.Concat(name.AsSpan(0, name.LastIndexOf('_')), ".pdf")).Order(), Sandbox.OpenText.Children(final).Select(asset => asset.Name).Order());
        foreach (var (_, run) in runs)
        {
            Assert.Equal(RunState.Succeeded, (await EndAsync(run)).Summary.State);
        }

        Assert.Equal(2, (await EventsAsync("campaign.advanced")).Count);
        Assert.Equal(3, (await EventsAsync("derivative.imported")).Count);
    }

    [Fact]
    public async Task A_campaign_waits_while_something_is_missing_and_says_what()
    {
        var campaign = await AtAgencyAsync(masters: 2);
        var names = await NamesAsync(campaign);

        var (_, run) = await BringAsync(campaign, names[0]);
        await EndAsync(run);

        var progress = await Scoped<CampaignCompletion>().ProgressAsync((await CampaignAsync(campaign)).Id, Cancellation);
        Assert.Equal((2, 1), (progress.Expected, progress.Done));
        Assert.StartsWith("Waiting for 1 of 2: ", progress.Waits, StringComparison.Ordinal);
        Assert.Equal("A2", StatusInDam(campaign));
    }

    [Fact]
    public async Task A_file_with_a_wrong_name_is_refused_with_the_reason_and_its_uploader_is_told_once()
    {
        var campaign = await AtAgencyAsync(masters: 1);

        var (file, run) = await BringAsync(campaign, "spot_30s_IT.pdf");
        Assert.Equal(RunState.Partial, (await EndAsync(run)).Summary.State);

        var row = await Store.FindDerivativeAsync(file.Id, file.VersionId, Cancellation);
        Assert.Equal(DerivativeState.Refused, row!.State);
        Assert.Contains("tracking", row.Problem, StringComparison.OrdinalIgnoreCase);
        var before = Sandbox.Mailgun.Messages.Entries.Count;
        await PumpAsync();
        await PassAsync(() => Task.FromResult(Sandbox.Mailgun.Messages.Entries.Count >= before + 2), "both are told");
        Assert.Equal(["desk@example.org", file.By], Sandbox.Mailgun.Messages.Entries.Skip(before).SelectMany(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.Equal("A2", StatusInDam(campaign));
    }

    [Fact]
    public async Task A_lost_answer_of_the_DAM_makes_no_second_asset()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        Sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.LostAnswer, new FaultMatch { Method = "POST", Path = "*/assets" }) { Times = 1 });

        var (_, run) = await BringAsync(campaign, (await NamesAsync(campaign))[0]);
        await UntilStatusAsync(campaign, CampaignStatus.A3);

        Assert.Equal(RunState.Succeeded, (await EndAsync(run)).Summary.State);
        Assert.Single(Sandbox.OpenText.Children((await CampaignAsync(campaign)).FinalFolder!));
    }

    [Fact]
    public async Task A_failed_import_keeps_its_campaign_where_it_is()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        Sandbox.OpenText.Settings = Sandbox.OpenText.Settings with { JobFailure = "The metadata is not valid." };

        var (file, run) = await BringAsync(campaign, (await NamesAsync(campaign))[0]);
        Assert.Equal(RunState.Failed, (await EndAsync(run)).Summary.State);
        Assert.Equal(DerivativeState.Failed, (await Store.FindDerivativeAsync(file.Id, file.VersionId, Cancellation))!.State);
        Assert.Equal("A2", StatusInDam(campaign));
    }

    [Fact]
    public async Task Several_derivatives_of_each_master_are_waited_for_when_they_are_expected()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        await Scoped<CampaignChanges>().ExpectAsync(await CampaignAsync(campaign), [new("IT", ""), new("FR", "")], "ann", Cancellation);

        var (_, first) = await BringAsync(campaign, (await NamesAsync(campaign))[0]);
        await EndAsync(first);
        Assert.Equal("A2", StatusInDam(campaign));

        await BringAsync(campaign, (await NamesAsync(campaign, "FR"))[0]);
        await UntilStatusAsync(campaign, CampaignStatus.A3);
    }

    [Fact]
    public async Task What_was_sent_from_here_is_not_taken_for_what_an_agency_brought()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        var own = InBox[0];

        var started = (await Runs.StartManyAsync([ReceiveDerivative.Start(own.Id, own.VersionId)], static _ => Task.CompletedTask, Cancellation))[0];
        await EndAsync(started.Id);

        Assert.Empty(await Store.DerivativesAsync((await CampaignAsync(campaign)).Id, Cancellation));
    }

    [Fact]
    public async Task A_delivery_of_Box_starts_a_run_for_each_version_of_a_file_and_passes_by_what_is_none()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        var (folder, own) = ((await CampaignAsync(campaign)).BoxFolder!, InBox[0]);

        var brought = await DeliverAsync($$"""{"trigger":"FILE.UPLOADED","source":{"type":"file","id":"77","name":"spot_30s_IT_AB2CD3.mp4","file_version":{"id":"78"},"parent":{"id":"{{folder}}"} } }""");
        Assert.NotNull(brought.Run);
        var sent = await DeliverAsync($$"""{"trigger":"FILE.UPLOADED","source":{"type":"file","id":"{{own.Id}}","name":"{{own.Name}}","parent":{"id":"{{folder}}"} } }""");
        Assert.False(sent.IsOfConcern);
        foreach (var other in new[] { "[]", "{}", "nothing", """{"trigger":"FILE.TRASHED","source":{"type":"file","id":"77"}}""", """{"trigger":"FILE.UPLOADED","source":{"type":"file","id":"../7"}}""" })
        {
            Assert.Null((await DeliverAsync(other)).Run);
        }
    }

    [Fact]
    public async Task What_Box_never_told_of_is_found_by_the_comparison_and_taken_in()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        using var content = new MemoryStream([1, 2, 3]);
        await Sandbox.Box.PutAsync((await CampaignAsync(campaign)).BoxFolder!, (await NamesAsync(campaign))[0], content, Cancellation);

        var started = await Runs.StartAsync(ReconcileBox.Flow, "night", new ScheduledSlot("scaling.reconcile", Clock.GetUtcNow()), Cancellation);
        var report = await EndAsync(started.Id);

        Assert.Equal(1, report.Output!.Value.GetProperty("taken").GetInt32());
        await UntilStatusAsync(campaign, CampaignStatus.A3);
    }

    [Fact]
    public async Task What_the_DAM_would_be_told_of_a_file_is_shown_before_it_is_brought()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        var master = (await Store.MastersAsync((await CampaignAsync(campaign)).Id, Cancellation))[0];

        var built = await Scoped<CampaignChanges>().DescribeAsync(master, $"spot_30s_IT_{master.TrackingId}.mp4", Cancellation);

        Assert.False(built.HasErrors);
        var difference = Assert.Single(built.Differences);
        Assert.Equal("spot_30s_IT.mp4", Assert.Single(difference.After));
        Assert.Empty(Sandbox.OpenText.Children((await CampaignAsync(campaign)).FinalFolder!));
    }

    [Fact]
    public async Task A_held_campaign_is_not_moved_on_until_it_is_released()
    {
        var campaign = await AtAgencyAsync(masters: 1);
        await Scoped<CampaignChanges>().HoldAsync(await CampaignAsync(campaign), "The client looks.", "ann", Cancellation);

        var (_, run) = await BringAsync(campaign, (await NamesAsync(campaign))[0]);
        await EndAsync(run);
        Assert.Equal("A2", StatusInDam(campaign));

        await Scoped<CampaignChanges>().ReleaseAsync(await CampaignAsync(campaign), "ann", Cancellation);
        await UntilStatusAsync(campaign, CampaignStatus.A3);
    }

    [Fact]
    public async Task A_move_by_hand_needs_no_look_and_is_noted_with_its_reason()
    {
        var campaign = await AtAgencyAsync(masters: 1);

        await Scoped<CampaignChanges>().MoveAsync(await CampaignAsync(campaign), CampaignStatus.A3, "The client takes what is there.", "ann", Cancellation);

        Assert.Equal("A3", StatusInDam(campaign));
        var notes = await Store.NotesAsync((await CampaignAsync(campaign)).Id, 10, Cancellation);
        Assert.Contains(notes, note => note.Who == "ann" && note.Sentence.Contains("The client takes what is there.", StringComparison.Ordinal));
    }

    private ValueTask<Taken> DeliverAsync(string body)
        => BoxDeliveries.TakeAsync(new Delivery("box", "1", "box/1", Clock.GetUtcNow(), "application/json", System.Text.Encoding.UTF8.GetBytes(body)), Scoped<IServiceProvider>(), Cancellation);

    private async Task<string> AtAgencyAsync(int masters)
    {
        var campaign = Sandbox.OpenText.AddCampaigns(1, masters)[0];
        await PollAsync();
        await UntilStatusAsync(campaign.Id, CampaignStatus.A2);
        return campaign.Id;
    }
}
