using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Configuration;

namespace Reelway.Scaling.Sending;

/// <summary>Reads a campaign, its masters and its folders in the DAM.</summary>
internal sealed class CampaignReading(Current<ScalingOptions> current)
{
    // A campaign is a folder with some below it: who meets more has met the whole DAM.
    private const int MostFolders = 500;
    private const int MostMasters = 5_000;

    /// <summary>A campaign as a search or its own item describes it.</summary>
    public FoundCampaign Of(DamItem item)
    {
        var dam = current.Value.Dam;
        var name = dam.NameField.Length == 0 ? null : item.Field(dam.NameField);
        var number = item.Field(dam.NumberField);
        return new FoundCampaign(item.Id, item.IsFolder, string.IsNullOrWhiteSpace(name) ? item.Name : name, string.IsNullOrWhiteSpace(number) ? null : number);
    }

    /// <summary>The campaign with all of its masters.</summary>
    /// <exception cref="FaultException">It has no masters, or no folder for what comes back: needs a person.</exception>
    public async Task<ReadCampaign> ReadAsync(OpenTextDam dam, CampaignRow campaign, IStep step)
    {
        var its = current.Value;
        var item = await dam.ItemAsync(campaign.DamId, campaign.IsFolder, step.Cancellation);
        var inDam = item.Field(its.Dam.StatusField);
        if (its.Statuses.Read(inDam) != CampaignStatus.A1)
        {
            return new ReadCampaign(item, Of(item), inDam, FinalFolder: "", []);
        }

        var walk = await WalkAsync(dam, item.Id, its.Dam, step);
        var shown = ShownText.Name(item.Name);
        var final = walk.Finals switch
        {
            [] => throw FaultException.Missing(
                $"The campaign \"{shown}\" has no folder \"{its.Dam.FinalAssetsFolder}\" in the DAM, so what comes back would have no place.", "Make it; the run goes on by itself with the next look."),
            [var only] => only,
            _ => throw FaultException.Conflict(
                $"The campaign \"{shown}\" has {walk.Finals.Count} folders \"{its.Dam.FinalAssetsFolder}\" in the DAM: {string.Join(" and ", walk.Finals.Take(3))}.", "Rename all but one; the run goes on by itself with the next look."),
        };
        // Of several versions the newest one travels.
        var masters = walk.Assets.GroupBy(asset => asset.OriginalId ?? asset.Id)
            .Select(versions => versions.OrderByDescending(one => one.IsLatest).ThenByDescending(one => one.Version ?? 0).First()).ToList();
        return masters.Count > 0
            ? new ReadCampaign(item, Of(item), inDam, final, masters)
            : throw FaultException.Missing($"The campaign \"{shown}\" has no masters in the DAM.", "Add them; the run goes on by itself with the next look.");
    }

    private static async Task<(List<string> Finals, List<DamItem> Assets)> WalkAsync(OpenTextDam dam, string root, ScalingDam its, IStep step)
    {
        var (finals, assets, seen) = (new List<string>(), new List<DamItem>(), new HashSet<string>(StringComparer.Ordinal) { root });
        var waiting = new Queue<(string Folder, bool HasMasters)>([(root, its.MastersFolder.Length == 0)]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var child in await dam.ChildrenAsync(next.Folder, step.Cancellation))
            {
                if (!child.IsFolder)
                {
                    assets.AddRange(next.HasMasters ? [child] : []);
                }
                else if (next.Folder == root && child.Name == its.FinalAssetsFolder)
                {
                    finals.Add(child.Id);
                }
                else if (seen.Add(child.Id))
                {
                    waiting.Enqueue((child.Id, next.HasMasters || (next.Folder == root && child.Name == its.MastersFolder)));
                }
            }

            if (seen.Count > MostFolders || assets.Count > MostMasters)
            {
                throw FaultException.Correction(
                    $"The campaign's folder in the DAM holds more than {MostFolders} folders or {MostMasters} assets, so it is hardly one campaign.", "Look at it there, then retry.");
            }
        }

        return (finals, assets);
    }
}

/// <summary>A campaign as it is in the DAM now.</summary>
/// <param name="Status">The DAM's value; null when it says none.</param>
/// <param name="FinalFolder">Id of the folder that derivatives go to; empty when the campaign is past that.</param>
internal sealed record ReadCampaign(DamItem Item, FoundCampaign Campaign, string? Status, string FinalFolder, IReadOnlyList<DamItem> Masters);
