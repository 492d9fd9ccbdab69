using Reelway.Connections;
using Reelway.Connectors.Box;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Media;

namespace Reelway.Scaling.Sending;

/// <summary>The steps that bring a master from the DAM to Box.</summary>
internal sealed class MasterTransfer(CampaignStore store, ConnectionPool connections, ScratchSpace scratch, Current<ScalingOptions> current)
{
    /// <summary>The step <c>transfer</c>: fetches the file and uploads it. An upload in parts goes on where an earlier attempt ended.</summary>
    public async Task<MovedMaster> SendAsync(SendMasterInput input, IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var box = await connections.UseAsync<BoxFiles>(step, its.Box.Connection);
        var (campaign, master) = await RequireAsync(input, step.Cancellation);
        var folder = campaign.BoxFolder ?? throw FaultException.Permanent($"The campaign \"{campaign.Name}\" has no folder in Box yet.");
        var asset = await dam.ItemAsync(master.DamId, isFolder: false, step.Cancellation);
        using var place = scratch.Open();
        await using var content = new FileStream(
            place.File("master"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose });
        await dam.DownloadAsync(asset, content, new Part(step, "fetching from the DAM", 0), step.Cancellation);
        var upload = step.Checkpoint<BoxUpload>() is { } begun && begun.FolderId == folder && begun.Name == master.BoxName && begun.Size == content.Length
            ? begun
            : await box.BeginAsync(folder, master.BoxName, content.Length, step.Cancellation);
        if (upload.Session is not null)
        {
            await step.SaveCheckpointAsync(upload);
        }

        content.Position = 0;
        return new MovedMaster(upload, await box.SendAsync(upload, content, new Part(step, "uploading to Box", 0.5), step.Cancellation));
    }

    /// <summary>The step <c>commit</c>.</summary>
    /// <returns>Null while Box still works on the file.</returns>
    public async Task<BoxFile?> WhenThereAsync(MovedMaster moved, IStep step)
    {
        if (moved.Sent.File is { } there)
        {
            return there;
        }

        var box = await connections.UseAsync<BoxFiles>(step, current.Value.Box.Connection);
        return (await box.CommitAsync(moved.Upload, moved.Sent, step.Cancellation)).File;
    }

    /// <summary>The step <c>record</c>: the master is in Box, and bears its tracking id there, since agencies change names.</summary>
    public async Task<SentMaster> RecordAsync(SendMasterInput input, MovedMaster moved, BoxFile file, IStep step)
    {
        var box = await connections.UseAsync<BoxFiles>(step, current.Value.Box.Connection);
        await box.TagAsync(file.Id, new Dictionary<string, string> { ["trackingId"] = input.Tracking }, step.Cancellation);
        var ms = store.NowMs;
        step.Commit(session => CampaignStore.NoteSentAsync(session, input.Tracking, file.Id, file.Name, moved.Sent.Sha1, ms));
        return new SentMaster(input.Tracking, file.Id, Problem: null);
    }

    private async Task<(CampaignRow Campaign, MasterRow Master)> RequireAsync(SendMasterInput input, CancellationToken cancellation)
        => CampaignId.TryParse(input.Campaign, out var id) && await store.FindAsync(id, cancellation) is { } campaign && await store.FindMasterAsync(input.Tracking, cancellation) is { } master
            ? (campaign, master)
            : throw FaultException.Permanent($"There is no master {input.Tracking} of a campaign {input.Campaign}.");

    /// <summary>Half of what a transfer does.</summary>
    private sealed class Part(IStep step, string doing, double from) : IProgress<double>
    {
        public void Report(double value) => step.Report(from + (value / 2), doing);
    }
}

/// <summary>A master whose bytes Box has.</summary>
internal sealed record MovedMaster(BoxUpload Upload, BoxSent Sent);
