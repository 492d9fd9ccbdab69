using Reelway.Connections;
using Reelway.Connectors.Box;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Configuration;

namespace Reelway.Scaling.Returning;

/// <summary>Looks for what differs between Box, the DAM and the store: webhooks get lost, and people move files.</summary>
internal sealed class BoxComparison(CampaignStore store, CampaignCompletion completion, ConnectionPool connections, IRuns runs, Current<ScalingOptions> current)
{
    private const int MostFindings = 100;
    private const int MostFolders = 500;
    private const int PageSize = 200;

    /// <summary>The step <c>compare</c>: each campaign whose files are at the agency.</summary>
    public async Task<ReconcileReport> CompareAsync(IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var box = await connections.UseAsync<BoxFiles>(step, its.Box.Connection);
        var (count, taken, findings) = (0, 0, new List<string>());
        for (var before = long.MaxValue; ;)
        {
            var page = await store.ListAsync(CampaignStatus.A2, before, PageSize, step.Cancellation);
            foreach (var campaign in page)
            {
                taken += await TakeAsync(box, campaign, findings, step);
                await LookAsync(dam, campaign, findings, step);
                await completion.CheckAsync(campaign, step.Cancellation);
                count++;
            }

            if (page.Count < PageSize)
            {
                return new ReconcileReport(count, taken, [.. findings.Take(MostFindings)]);
            }

            before = page[^1].Id.Value;
        }
    }

    private async Task<int> TakeAsync(BoxFiles box, CampaignRow campaign, List<string> findings, IStep step)
    {
        if (await FolderOfAsync(box, campaign, step.Cancellation) is not { } root)
        {
            return 0;
        }

        var known = (await store.DerivativesAsync(campaign.Id, step.Cancellation)).ToDictionary(row => (row.BoxFile, row.BoxVersion));
        var taken = 0;
        foreach (var item in await FilesAsync(box, root, step.Cancellation))
        {
            if (await store.IsOwnAsync(item.Id, campaign.Id, item.Name, step.Cancellation))
            {
                continue;
            }

            var file = await box.FileAsync(item.Id, step.Cancellation);
            if (known.ContainsKey((file.Id, file.VersionId ?? "")))
            {
                continue;
            }

            findings.Add($"{ShownText.Name(campaign.Name)}: Box has {ShownText.Name(item.Name)}, and never told of it.");
            if (current.Value.Repair)
            {
                var start = ReceiveDerivative.Start(file.Id, file.VersionId ?? "");
                taken += (await runs.StartManyAsync([start], static _ => Task.CompletedTask, step.Cancellation)).Count(one => one.Created);
            }
        }

        return taken;
    }

    // Of what was taken over from an older system the folder is not known: it is where its masters lie.
    private async Task<string?> FolderOfAsync(BoxFiles box, CampaignRow campaign, CancellationToken cancellation)
    {
        if (campaign.BoxFolder is not null || (await store.MastersAsync(campaign.Id, cancellation)).FirstOrDefault(master => master.BoxFile is not null)?.BoxFile is not { } file)
        {
            return campaign.BoxFolder;
        }

        var folder = (await box.FileAsync(file, cancellation)).ParentId;
        if (folder is not null)
        {
            await store.WriteAsync(session => CampaignStore.NoteBoxFolderAsync(session, campaign.Id, folder, store.NowMs), cancellation);
        }

        return folder;
    }

    private async Task LookAsync(OpenTextDam dam, CampaignRow campaign, List<string> findings, IStep step)
    {
        var its = current.Value;
        var item = await dam.ItemAsync(campaign.DamId, campaign.IsFolder, step.Cancellation);
        var status = item.Field(its.Dam.StatusField);
        if (status != its.Statuses.A2)
        {
            var isKnown = its.Statuses.Read(status) is not null;
            findings.Add($"{ShownText.Name(campaign.Name)}: the DAM says {ShownText.Name(status ?? "no status")}, and {its.Statuses.A2} was known here.{(isKnown && its.Repair ? "" : " Move it where it belongs.")}");
            if (isKnown && its.Repair)
            {
                await store.WriteAsync(session => CampaignStore.NoteStatusAsync(session, campaign.Id, its.Statuses.Read(status)!, store.NowMs), step.Cancellation);
            }
        }

        if (campaign.FinalFolder is not { } folder)
        {
            return;
        }

        var there = (await dam.ChildrenAsync(folder, step.Cancellation)).Select(asset => asset.Id).ToHashSet(StringComparer.Ordinal);
        findings.AddRange((await store.DerivativesAsync(campaign.Id, step.Cancellation))
            .Where(row => row.State == DerivativeState.Imported && row.DamAsset is { } asset && !there.Contains(asset))
            .Select(row => $"{ShownText.Name(campaign.Name)}: {ShownText.Name(row.CleanName ?? row.Name)} was imported, and is not in its folder of the DAM any more, or in a newer version."));
    }

    private static async Task<IReadOnlyList<BoxItem>> FilesAsync(BoxFiles box, string root, CancellationToken cancellation)
    {
        var (files, waiting, seen) = (new List<BoxItem>(), new Queue<string>([root]), 1);
        while (waiting.TryDequeue(out var folder))
        {
            foreach (var item in await box.ListAsync(folder, cancellation))
            {
                if (item.Kind == BoxItemKind.File)
                {
                    files.Add(item);
                }
                else if (item.Kind == BoxItemKind.Folder && ++seen <= MostFolders)
                {
                    waiting.Enqueue(item.Id);
                }
            }
        }

        return files;
    }
}
