using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Scaling.Telling;

/// <summary>What mails and webhooks are told, by the names that the seed's templates have for it.</summary>
internal sealed class ScalingFacts(CampaignStore store, Current<ScalingOptions> current, TimeProvider time)
{
    /// <summary>What a plan tells of, as it is now.</summary>
    public Task<IReadOnlyDictionary<string, object?>> OfAsync(TellPlan plan, CancellationToken cancellation) => plan switch
    {
        { Campaign: { } campaign, To: { } to } => AdvancedAsync(campaign, plan.From!, to, cancellation),
        { Campaign: { } campaign, Error: { } error } => StuckAsync(campaign, error, cancellation),
        { Campaign: { } campaign } => PartialAsync(campaign, cancellation),
        { File: null, Error: { } error } => Task.FromResult<IReadOnlyDictionary<string, object?>>(new Dictionary<string, object?> { ["error"] = error }),
        { Template: null } => ImportedAsync(plan.File!, plan.Version!, cancellation),
        _ => RefusedAsync(plan.File!, plan.Version!, cancellation),
    };

    /// <summary>A campaign that was moved.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> AdvancedAsync(string campaign, string from, string to, CancellationToken cancellation)
    {
        var (row, data) = await OfAsync(campaign, cancellation);
        var masters = await CountingAsync(row, cancellation);
        var assets = to == CampaignStatus.A3 ? await DerivativesAsync(row, masters, cancellation) : [.. masters.Select(Asset)];
        var statuses = current.Value.Statuses;
        return new Dictionary<string, object?>(data)
        {
            ["old_status"] = statuses.InDam(from),
            ["new_status"] = statuses.InDam(to),
            ["asset_count"] = (long)assets.Count,
            ["assets"] = assets,
            ["processed_assets"] = assets,
        };
    }

    /// <summary>A campaign some of whose masters could not be sent.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> PartialAsync(string campaign, CancellationToken cancellation)
    {
        var (row, data) = await OfAsync(campaign, cancellation);
        var masters = await CountingAsync(row, cancellation);
        var sent = masters.Where(master => master.State == MasterState.Sent).ToList();
        var failed = masters.Except(sent).ToList();
        return new Dictionary<string, object?>(data)
        {
            ["total_assets"] = (long)masters.Count,
            ["successful"] = (long)sent.Count,
            ["failed"] = (long)failed.Count,
            ["processed_assets"] = sent.Select(Asset).ToList(),
            ["failed_assets"] = failed.Select(master => (object?)new Dictionary<string, object?>
            {
                ["asset_id"] = master.DamId,
                ["asset_name"] = master.Name,
                ["error"] = master.Problem ?? "It has not been sent.",
            }).ToList(),
        };
    }

    /// <summary>A campaign that is stuck.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> StuckAsync(string campaign, string error, CancellationToken cancellation)
    {
        var (row, data) = await OfAsync(campaign, cancellation);
        return new Dictionary<string, object?>(data)
        {
            ["campaign"] = new Dictionary<string, object?> { ["asset_id"] = row.DamId, ["campaign_name"] = row.Name, ["campaign_number"] = row.ShownNumber },
            ["error"] = error,
        };
    }

    /// <summary>A derivative that is in the DAM.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> ImportedAsync(string file, string version, CancellationToken cancellation)
    {
        var row = await RequireAsync(file, version, cancellation);
        return new Dictionary<string, object?>
        {
            ["tracking_id"] = await TrackingOfAsync(row, cancellation),
            ["dam_asset_id"] = row.DamAsset,
            ["filename"] = row.CleanName,
            ["timestamp"] = Seconds(),
        };
    }

    /// <summary>A file that was not taken.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> RefusedAsync(string file, string version, CancellationToken cancellation)
    {
        var row = await RequireAsync(file, version, cancellation);
        return new Dictionary<string, object?>
        {
            ["filename"] = row.Name,
            ["tracking_id"] = await TrackingOfAsync(row, cancellation) ?? "Unknown",
            ["error"] = row.Problem ?? "It could not be taken.",
            ["corrected_name"] = row.CorrectedName,
        };
    }

    /// <summary>The mail address of whoever brought a file.</summary>
    public async Task<string?> UploaderAsync(string file, string version, CancellationToken cancellation) => (await RequireAsync(file, version, cancellation)).Uploader;

    private async Task<(CampaignRow Row, IReadOnlyDictionary<string, object?> Data)> OfAsync(string campaign, CancellationToken cancellation)
    {
        var row = CampaignId.TryParse(campaign, out var id) && await store.FindAsync(id, cancellation) is { } found ? found : throw FaultException.Permanent($"There is no campaign {campaign}.");
        return (row, new Dictionary<string, object?>
        {
            ["campaign_id"] = row.DamId,
            ["campaign_name"] = row.Name,
            ["campaign_number"] = row.ShownNumber,
            ["box_folder_url"] = row.BoxFolder is { } folder ? BoxLinks.Folder(folder) : null,
            ["timestamp"] = Seconds(),
        });
    }

    private async Task<List<MasterRow>> CountingAsync(CampaignRow row, CancellationToken cancellation)
        => [.. (await store.MastersAsync(row.Id, cancellation)).Where(master => master.State != MasterState.Withdrawn)];

    private async Task<List<object?>> DerivativesAsync(CampaignRow row, IReadOnlyList<MasterRow> masters, CancellationToken cancellation)
    {
        var tracking = masters.ToDictionary(master => master.Id, master => master.TrackingId);
        return
        [
            .. (await store.DerivativesAsync(row.Id, cancellation)).Where(one => one.State == DerivativeState.Imported).OrderBy(one => one.Id)
                .Select(one => new Dictionary<string, object?>
                {
                    ["asset_id"] = one.DamAsset,
                    ["asset_name"] = one.CleanName,
                    ["tracking_id"] = one.MasterId is { } master ? tracking.GetValueOrDefault(master) : null,
                    ["box_file_id"] = one.BoxFile,
                }),
        ];
    }

    private async Task<DerivativeRow> RequireAsync(string file, string version, CancellationToken cancellation)
        => await store.FindDerivativeAsync(file, version, cancellation) ?? throw FaultException.Permanent($"The file {file} of Box is not known in its version {version}.");

    private async Task<string?> TrackingOfAsync(DerivativeRow row, CancellationToken cancellation)
        => row.MasterId is { } master ? (await store.FindMasterAsync(master, cancellation))?.TrackingId : null;

    private long Seconds() => time.GetUtcNow().ToUnixTimeSeconds();

    private static object? Asset(MasterRow master) => new Dictionary<string, object?>
    {
        ["asset_id"] = master.DamId,
        ["asset_name"] = master.Name,
        ["tracking_id"] = master.TrackingId,
        ["box_file_id"] = master.BoxFile,
    };
}
