using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame;
using Reelway.Scaling.Names;

namespace Reelway.Scaling.Importing;

/// <summary>Takes over what the older scripts knew. The same again changes nothing.</summary>
internal sealed class OldRecords(CampaignStore store, ScalingNames names)
{
    private const int LongestId = 255;

    /// <summary>Takes rows over, or only says what would become of them.</summary>
    public async Task<OldImportReport> TakeAsync(OldImportRequest rows, CancellationToken cancellation)
    {
        var (taken, known, refused) = (0, 0, new List<string>());
        foreach (var master in rows.Masters ?? [])
        {
            Count(await MasterAsync(master, rows.DryRun == true, cancellation));
        }

        foreach (var derivative in rows.Derivatives ?? [])
        {
            Count(await DerivativeAsync(derivative, rows.DryRun == true, cancellation));
        }

        return new OldImportReport(taken, known, refused);

        void Count((bool Taken, string? Refusal) outcome)
        {
            if (outcome.Refusal is { } why)
            {
                refused.Add(why);
            }
            else
            {
                (taken, known) = outcome.Taken ? (taken + 1, known) : (taken, known + 1);
            }
        }
    }

    private async Task<(bool Taken, string? Refusal)> MasterAsync(OldMaster old, bool dry, CancellationToken cancellation)
    {
        var shown = ShownText.Name(old.TrackingId ?? "(none)");
        if (TrackingId.Read(old.TrackingId ?? "") is not { } tracking)
        {
            return (false, $"The master with the tracking id {shown} was left out: a tracking id has six letters or digits.");
        }

        if (old.DamId is not { Length: > 0 and <= LongestId } || old.CampaignId is not { Length: > 0 and <= LongestId })
        {
            return (false, $"The master {shown} was left out: it has no id of the DAM, or no campaign.");
        }

        if (await store.FindMasterAsync(tracking, cancellation) is { } here)
        {
            return here.DamId == old.DamId ? (false, null) : (false, $"The master {shown} was left out: its tracking id is that of another master here, {ShownText.Name(here.Name)}.");
        }

        if (OriginalOf(old.Metadata) is not { } original)
        {
            return (false, $"The master {shown} was left out: what the DAM said of it is not valid JSON.");
        }

        if (!dry)
        {
            var name = old.FileName ?? tracking;
            await store.TakeMasterAsync(old with { TrackingId = tracking, Metadata = old.Metadata ?? "{}" }, original.Length == 0 ? old.DamId : original, names.Current.Compose(name, tracking).Name, cancellation);
        }

        return (true, null);
    }

    private async Task<(bool Taken, string? Refusal)> DerivativeAsync(OldDerivative old, bool dry, CancellationToken cancellation)
    {
        var shown = ShownText.Name(old.FileName ?? "(no name)");
        if (TrackingId.Read(old.TrackingId ?? "") is not { } tracking || old.FileName is not { Length: > 0 and <= 1000 })
        {
            return (false, $"The derivative {shown} was left out: it has no tracking id, or no name.");
        }

        if (await store.FindMasterAsync(tracking, cancellation) is not { } master)
        {
            // A first look has taken no masters over.
            return dry ? (true, null) : (false, $"The derivative {shown} was left out: no master has its tracking id {tracking}.");
        }

        var isNew = await store.FindDerivativeAsync(DerivativeRow.Old, $"{tracking}/{old.FileName}", cancellation) is null;
        if (isNew && !dry)
        {
            await store.TakeDerivativeAsync(master, old, cancellation);
        }

        return (isNew, null);
    }

    // Empty where the DAM said nothing of versions; null for what is no JSON.
    private static string? OriginalOf(string? metadata)
    {
        if (string.IsNullOrEmpty(metadata))
        {
            return "";
        }

        try
        {
            using var document = JsonDocument.Parse(metadata);
            return document.RootElement.ValueKind == JsonValueKind.Object ? OldMaster.Text(document.RootElement, "original_asset_id") ?? "" : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Rows of the older scripts' database.</summary>
/// <param name="DryRun">True: nothing is taken over.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OldImportRequest(IReadOnlyList<OldMaster>? Masters, IReadOnlyList<OldDerivative>? Derivatives, bool? DryRun = null);

/// <summary>What became of rows.</summary>
/// <param name="Known">Rows that are here already.</param>
/// <param name="Refused">Why others were left out, a sentence each.</param>
internal sealed record OldImportReport(int Taken, int Known, IReadOnlyList<string> Refused);
