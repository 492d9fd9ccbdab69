using System.Security.Cryptography;
using System.Text;
using Reelway.Connections;
using Reelway.Connectors.Box;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Scaling.Sending;

/// <summary>Makes a tracking id; whether it is free is for the store to say.</summary>
internal delegate string NextTrackingId();

/// <summary>The steps before masters are sent, and the sum after it.</summary>
internal sealed class MastersLook(CampaignStore store, CampaignReading reading, NextTrackingId tracking, ScalingNames names, ConnectionPool connections, Current<ScalingOptions> current)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>The step <c>look</c>: the campaign as it is in the DAM now, and which of its masters are not in Box.</summary>
    public async Task<FoundMasters> LookAsync(SendMastersInput input, IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var campaign = await RequireAsync(input.Campaign, step.Cancellation);
        var ms = store.NowMs;
        if (campaign.Held is { } held)
        {
            return new FoundMasters($"A person holds it: {held}", campaign.Name, campaign.Number, []);
        }

        var read = await reading.ReadAsync(dam, campaign, step);
        var status = its.Statuses.Read(read.Status);
        if (status != CampaignStatus.A1)
        {
            if (status is not null)
            {
                step.Commit(session => CampaignStore.NoteStatusAsync(session, campaign.Id, status, ms));
            }

            return new FoundMasters($"The DAM says {read.Status ?? "no status"}, and not {its.Statuses.A1}: there is nothing to send.", read.Campaign.Name, read.Campaign.Number, []);
        }

        foreach (var master in read.Masters)
        {
            await KeepAsync(campaign.Id, master, step.Cancellation);
        }

        step.Commit(session => CampaignStore.NoteReadAsync(session, campaign.Id, read.Campaign, read.FinalFolder, ms));
        var masters = await store.MastersAsync(campaign.Id, step.Cancellation);
        Warn(read, masters, step);
        return new FoundMasters(
            Why: null, read.Campaign.Name, read.Campaign.Number, [.. masters.Where(master => master.State is MasterState.Waiting or MasterState.Failed).Select(master => master.TrackingId)]);
    }

    /// <summary>The step <c>folder</c>: the campaign's folder in Box. It is known by its id from then on, whatever people name it.</summary>
    public async Task<string> FolderAsync(SendMastersInput input, FoundMasters found, IStep step)
    {
        var its = current.Value.Box;
        var box = await connections.UseAsync<BoxFiles>(step, its.Connection);
        var campaign = await RequireAsync(input.Campaign, step.Cancellation);
        if (campaign.BoxFolder is { } known)
        {
            return known;
        }

        var folder = await box.FolderAsync(its.RootFolder, BoxNames.FolderOf(found.Name, found.Number), step.Cancellation);
        if (await store.FindByBoxAsync([folder.Id], step.Cancellation) is { } other && other.Id != campaign.Id)
        {
            // Two campaigns of one name: each has its own folder.
            folder = await box.FolderAsync(its.RootFolder, BoxNames.FolderOf($"{found.Name} {campaign.Id}", found.Number), step.Cancellation);
        }

        var ms = store.NowMs;
        step.Commit(session => CampaignStore.NoteBoxFolderAsync(session, campaign.Id, folder.Id, ms));
        return folder.Id;
    }

    /// <summary>The step <c>sum</c>: whether all masters are in Box, and whether people know of those that are not.</summary>
    public async Task<MastersSum> SumAsync(SendMastersInput input, IStep step)
    {
        var campaign = await RequireAsync(input.Campaign, step.Cancellation);
        var counting = (await store.MastersAsync(campaign.Id, step.Cancellation)).Where(master => master.State != MasterState.Withdrawn).ToList();
        var missing = counting.Where(master => master.State != MasterState.Sent).ToList();
        if (missing.Count == 0)
        {
            return new MastersSum(counting.Count, counting.Count, counting.Count == 0 ? "All of its masters are withdrawn." : "", IsNews: false);
        }

        var told = Mark(missing);
        var isNews = told != campaign.Told;
        var failing = isNews ? 1 : campaign.Failing + 1;
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, current.Value.PollEvery.Ticks << (int)Math.Min(failing - 1, 10)));
        var sentence = $"{counting.Count - missing.Count} of {counting.Count} masters are in Box; {missing[0].Name}: {missing[0].Problem ?? "it has not been sent"}{(missing.Count > 1 ? $" (and {missing.Count - 1} more)" : "")}";
        var ms = store.NowMs;
        step.Commit(session => CampaignStore.NoteMissingAsync(session, campaign.Id, sentence, told, failing, isNews ? 0 : ms + (long)wait.TotalMilliseconds, ms));
        return new MastersSum(counting.Count, counting.Count - missing.Count, sentence, isNews);
    }

    private async Task KeepAsync(CampaignId campaign, DamItem asset, CancellationToken cancellation)
    {
        var found = new FoundMaster(asset.OriginalId ?? asset.Id, asset.Id, asset.Name, asset.Size, asset.Json);
        string id;
        do
        {
            id = tracking();
        }
        while (!await store.KeepMasterAsync(campaign, found, id, names.Current.Compose(asset.Name, id).Name, cancellation));
    }

    // What was sent stays what it is: the agency works with it.
    private static void Warn(ReadCampaign read, IReadOnlyList<MasterRow> masters, IStep step)
    {
        var here = read.Masters.ToDictionary(asset => asset.OriginalId ?? asset.Id);
        foreach (var master in masters.Where(one => one.State != MasterState.Withdrawn))
        {
            if (!here.TryGetValue(master.OriginalId, out var asset))
            {
                step.Log(RunLogLevel.Warning, $"The master {master.TrackingId} ({master.Name}) is not in the DAM any more; withdraw it if it does not count.");
            }
            else if (master.State == MasterState.Sent && asset.Id != master.DamId)
            {
                step.Log(RunLogLevel.Warning, $"The master {master.TrackingId} ({master.Name}) has a newer version in the DAM than the one that was sent.");
            }
        }
    }

    private async Task<CampaignRow> RequireAsync(string text, CancellationToken cancellation)
        => CampaignId.TryParse(text, out var id) && await store.FindAsync(id, cancellation) is { } campaign ? campaign : throw FaultException.Permanent($"There is no campaign {text}.");

    // The same while the same masters are missing for the same reasons.
    private static string Mark(IReadOnlyList<MasterRow> missing) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', missing.Select(master => $"{master.TrackingId} {master.Problem}").Order(StringComparer.Ordinal)))))[..16];
}
