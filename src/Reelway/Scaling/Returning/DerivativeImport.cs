using Reelway.Connections;
using Reelway.Connectors.Box;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;
using Reelway.Media;

namespace Reelway.Scaling.Returning;

/// <summary>The steps that bring a derivative from Box into the DAM.</summary>
internal sealed class DerivativeImport(
    CampaignStore store, DerivativeMetadata metadata, ConnectionPool connections, ScratchSpace scratch, Current<ScalingOptions> current, TimeProvider time)
{
    // So long a DAM may still be at work on an import whose answer was lost: a second one in this time would make a second asset.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(2);

    /// <summary>The step <c>import</c>: fetches the file, describes it, and hands it to the DAM. What an earlier attempt may have handed over is looked for first.</summary>
    public async Task<BegunImport> BeginAsync(IntakenFile taken, IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var box = await connections.UseAsync<BoxFiles>(step, its.Box.Connection);
        var (campaign, master) = await RequireAsync(taken, step.Cancellation);
        var folder = campaign.FinalFolder ?? throw FaultException.Missing($"No folder for what comes back is known for the campaign \"{campaign.Name}\".", "Begin a look for campaigns, then retry.");
        var file = await box.FileAsync(taken.File, step.Cancellation);
        if (taken.Version.Length > 0 && file.VersionId is { } version && version != taken.Version)
        {
            // Its own run brings it in, and it takes the place of this one then.
            throw FaultException.Permanent($"A newer version of {taken.Name} came before this one was imported.");
        }

        var name = taken.CleanName!;
        if (step.Checkpoint<HandedOver>() is { } before && await LookAsync(dam, folder, name, file.Size, before, step) is { } there)
        {
            return there;
        }

        using var place = scratch.Open();
        await using var content = new FileStream(
            place.File("derivative"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, Options = FileOptions.Asynchronous });
        await box.DownloadAsync(file, content, new Progress(step), step.Cancellation);
        await content.FlushAsync(step.Cancellation);
        var described = await metadata.DescribeAsync(dam, master, taken, place.File("derivative"), step);
        content.Position = 0;
        await step.SaveCheckpointAsync(new HandedOver(time.GetUtcNow()));
        var job = await dam.ImportAsync(new DamImport(folder, name, described.ContentType, content.Length, described.Representation), content, step.Cancellation);
        var ms = time.GetUtcNow().ToUnixTimeMilliseconds();
        step.Commit(session => CampaignStore.NoteMetadataAsync(session, taken.File, taken.Version, described.Differences, job, ms));
        return new BegunImport(job, folder, name, content.Length, Asset: null);
    }

    /// <summary>The step <c>job</c>.</summary>
    /// <returns>Null while the DAM is at work.</returns>
    public async Task<ImportedAsset?> WhenDoneAsync(BegunImport begun, IStep step)
    {
        if (begun.Asset is { } known)
        {
            return new ImportedAsset(known);
        }

        var dam = await connections.UseAsync<OpenTextDam>(step, current.Value.Dam.Connection);
        var job = await dam.JobAsync(begun.Job!, step.Cancellation);
        return job.State switch
        {
            DamJobState.Running => null,
            DamJobState.Failed => throw FaultException.Permanent($"The DAM could not import {begun.Name}: {job.Problem ?? "its job has failed without a reason"}."),
            _ when job.AssetIds is [var asset, ..] => new ImportedAsset(asset),
            _ => await FindAsync(dam, begun, step.Cancellation) is { } found ? new ImportedAsset(found.Id) : null,
        };
    }

    // Some sites' jobs do not say what they made. The folder's list may know of it a moment later, and maybe by another name.
    private static async Task<DamItem?> FindAsync(OpenTextDam dam, BegunImport begun, CancellationToken cancellation)
        => await dam.FindByJobAsync(begun.Folder, begun.Job!, cancellation) ?? await dam.FindAsync(begun.Folder, begun.Name, begun.Size, cancellation);

    /// <summary>The step <c>record</c>.</summary>
    public async Task RecordAsync(IntakenFile taken, ImportedAsset asset, IStep step)
    {
        var now = time.GetUtcNow();
        var row = await store.FindDerivativeAsync(taken.File, taken.Version, step.Cancellation);
        step.Commit(session => CampaignStore.NoteImportedAsync(session, taken.File, taken.Version, asset.Id, now.ToUnixTimeMilliseconds()));
        if (row?.State != DerivativeState.Imported)
        {
            step.Announce(new DerivativeImported(taken.Campaign!, taken.Tracking!, taken.CleanName!, asset.Id, taken.File), now);
        }
    }

    private async Task<BegunImport?> LookAsync(OpenTextDam dam, string folder, string name, long size, HandedOver before, IStep step)
    {
        var found = await dam.FindAsync(folder, name, size, step.Cancellation);
        if (found is not null && (found.ImportedAt is not { } at || at >= before.At - Settles))
        {
            return new BegunImport(Job: null, folder, name, size, found.Id);
        }

        var until = before.At + Settles;
        return time.GetUtcNow() >= until ? null
            : throw new FaultException(new Fault(FaultKind.RateLimited, $"The answer to an import of {name} was lost, and the DAM may still be at work on it; it is looked for again before it is sent again.", Until: until));
    }

    private async Task<(CampaignRow Campaign, MasterRow Master)> RequireAsync(IntakenFile taken, CancellationToken cancellation)
        => CampaignId.TryParse(taken.Campaign, out var id) && await store.FindAsync(id, cancellation) is { } campaign && await store.FindMasterAsync(taken.Tracking!, cancellation) is { } master
            ? (campaign, master)
            : throw FaultException.Permanent($"There is no master {taken.Tracking} of a campaign {taken.Campaign}.");

    private sealed class Progress(IStep step) : IProgress<double>
    {
        public void Report(double value) => step.Report(value / 2, "fetching from Box");
    }
}

/// <summary>When a file was handed to the DAM: whether it has it, nobody knew then.</summary>
internal sealed record HandedOver(DateTimeOffset At);

/// <summary>An import that was begun.</summary>
/// <param name="Job">The DAM's job; null when what it made is known.</param>
/// <param name="Asset">The asset, when it is known.</param>
internal sealed record BegunImport(string? Job, string Folder, string Name, long Size, string? Asset);

/// <summary>What an import made.</summary>
internal sealed record ImportedAsset(string Id);
