using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;
using Reelway.Scaling.Fields;
using Reelway.Scaling.Importing;
using Reelway.Scaling.Names;
using Reelway.Scaling.Returning;

namespace Reelway.Scaling;

/// <summary>A campaign, as the API and the commands show it.</summary>
/// <param name="Status">a1, a2 or a3.</param>
/// <param name="Held">Why a person holds it.</param>
/// <param name="Problem">What blocks it.</param>
/// <param name="BoxFolder">Where its files are in Box.</param>
internal sealed record CampaignItem(
    string Id, string DamId, string Name, string? Number, string Status, string? Held, string? Problem, string? BoxFolder, DateTime? TriedAt, DateTime CreatedAt, DateTime UpdatedAt)
{
    private static readonly DateTime Now = new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc);

    public static CampaignItem Sample { get; } = new(
        "camp_06agn9k2w4008", "00084f808d1331bca1f24134bde9cd8e742f0001", "Harvest", "C-1042", CampaignStatus.A2, Held: null, Problem: null, "https://app.box.com/folder/8290188973", Now, Now.AddDays(-2), Now);

    public static CampaignItem From(CampaignRow row) => new(
        row.Id.ToString(), row.DamId, row.Name, row.Number, row.Status, row.Held, row.Problem, row.BoxFolder is { } folder ? BoxLinks.Folder(folder) : null,
        row.TriedMs == 0 ? null : Time(row.TriedMs), Time(row.CreatedMs), Time(row.UpdatedMs));

    internal static DateTime Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
}

/// <summary>A campaign with all that belongs to it.</summary>
/// <param name="Waits">What it waits for, in words; null when nothing is missing.</param>
/// <param name="Expected">How many derivatives there are to be.</param>
/// <param name="Done">How many of them are imported.</param>
/// <param name="Deliverables">What is expected of each master; empty: one derivative.</param>
internal sealed record CampaignDetail(
    CampaignItem Campaign, string? Waits, int Expected, int Done, IReadOnlyList<MasterItem> Masters, IReadOnlyList<DerivativeItem> Derivatives, IReadOnlyList<DeliverableItem> Deliverables,
    IReadOnlyList<NoteItem> History)
{
    public static CampaignDetail Sample { get; } = new(
        CampaignItem.Sample, "Waiting for 1 of 2: AB2CD3 spot_30s.mp4.", 2, 1, [MasterItem.Sample], [DerivativeItem.Sample], [new("IT", "30s")],
        [new(new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), NoteText.Program, "Moved from A1 to A2.")]);
}

/// <summary>A master.</summary>
/// <param name="State">waiting, failed, sent or withdrawn.</param>
internal sealed record MasterItem(string TrackingId, string Name, string State, string? Problem, string BoxName, string? BoxFile, long? Bytes, DateTime? SentAt)
{
    public static MasterItem Sample { get; } = new(
        "AB2CD3", "spot_30s.mp4", MasterState.Sent, Problem: null, "spot_30s_AB2CD3.mp4", "https://app.box.com/file/73835521473", 95873, new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc));

    public static MasterItem From(MasterRow row) => new(
        row.TrackingId, row.Name, row.State, row.Problem, row.BoxName, row.BoxFile is { } file ? BoxLinks.File(file) : null, row.Size, row.SentMs is { } ms ? CampaignItem.Time(ms) : null);
}

/// <summary>What an agency brought.</summary>
/// <param name="State">working, imported, refused, failed or replaced.</param>
/// <param name="CleanName">Its name in the DAM.</param>
/// <param name="CorrectedName">What a refused one might be named.</param>
/// <param name="BoxFile">Where it is in Box; null for what an older system has brought.</param>
/// <param name="Run">The run that took it in; null for what an older system has brought.</param>
/// <param name="Differences">Where its metadata differs from its master's.</param>
internal sealed record DerivativeItem(
    string Name, string? TrackingId, string? CleanName, string? Language, string? Format, string State, string? Problem, string? CorrectedName, string? BoxFile, string? DamAsset, string? Run, DateTime At,
    IReadOnlyList<FieldDifference> Differences)
{
    public static DerivativeItem Sample { get; } = new(
        "spot_30s_IT_AB2CD3.mp4", "AB2CD3", "spot_30s_IT.mp4", "IT", "30s", DerivativeState.Imported, Problem: null, CorrectedName: null, "https://app.box.com/file/73835521473",
        "000af201d7130d1bb2778af672f3bfb554ea0002", "run_06agn9k2w4009", new(2026, 3, 5, 9, 0, 0, DateTimeKind.Utc),
        [new("MAIN_LANGUAGES", ["EN"], ["IT"], FieldChange.Updated, NameTokens.LanguageCode)]);

    public static DerivativeItem From(DerivativeRow row, string? tracking) => new(
        row.Name, tracking, row.CleanName, row.Language, row.Format, row.State, row.Problem, row.CorrectedName, row.BoxFile == DerivativeRow.Old ? null : BoxLinks.File(row.BoxFile), row.DamAsset,
        row.RunId == 0 ? null : new Engine.RunId(row.RunId).ToString(),
        CampaignItem.Time(row.ImportedMs ?? row.CreatedMs), row.Metadata is { } kept ? DerivativeJson.Read(kept) : []);
}

/// <summary>What the DAM would be told of a file.</summary>
/// <param name="Name">The name as it is read.</param>
/// <param name="Master">The master's name; null when the name says none.</param>
/// <param name="Differences">Where it differs from its master.</param>
/// <param name="Problems">What a person should see, a sentence each.</param>
internal sealed record MetadataPreview(CheckedName Name, string? Master, IReadOnlyList<FieldDifference> Differences, IReadOnlyList<string> Problems);

/// <summary>What is expected of each master.</summary>
/// <param name="Format">As names say it; empty: any.</param>
internal sealed record DeliverableItem(string Language, string Format);

/// <summary>A line of a campaign's history.</summary>
internal sealed record NoteItem(DateTime At, string Who, string Sentence);

/// <summary>Why something is done.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReasonRequest(string? Reason);

/// <summary>Where a campaign is moved, and why.</summary>
/// <param name="To">a1, a2 or a3.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveCampaignRequest(string? To, string? Reason);

/// <summary>What is expected of each master.</summary>
/// <param name="Deliverables">Languages, each with a format behind a colon if only that counts: <c>IT</c>, <c>IT:30s</c>. Empty: one derivative.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExpectRequest(IReadOnlyList<string>? Deliverables);

/// <summary>Names of files.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CheckNamesRequest(IReadOnlyList<string>? Names);

/// <summary>A file's name.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CheckNameRequest(string? Name);

/// <summary>What the older system's status page counted, by its names.</summary>
internal sealed record ScalingStatus(
    [property: JsonPropertyName("total_masters")] long TotalMasters,
    [property: JsonPropertyName("total_derivatives")] long TotalDerivatives,
    [property: JsonPropertyName("pending_a1_campaigns")] long PendingA1Campaigns,
    [property: JsonPropertyName("pending_a2_campaigns")] long PendingA2Campaigns,
    [property: JsonPropertyName("last_24h_uploads")] long LastDayUploads,
    [property: JsonPropertyName("failed_uploads")] long FailedUploads)
{
    public static ScalingStatus From(ScalingCounts counts) => new(
        counts.TotalMasters, counts.TotalDerivatives, counts.PendingA1Campaigns, counts.PendingA2Campaigns, counts.LastDayUploads, counts.FailedUploads);
}

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<CampaignItem>))]
[JsonSerializable(typeof(CampaignDetail))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(MoveCampaignRequest))]
[JsonSerializable(typeof(ExpectRequest))]
[JsonSerializable(typeof(CheckNamesRequest))]
[JsonSerializable(typeof(NameCheck))]
[JsonSerializable(typeof(CheckNameRequest))]
[JsonSerializable(typeof(MetadataPreview))]
[JsonSerializable(typeof(OldImportRequest))]
[JsonSerializable(typeof(OldImportReport))]
[JsonSerializable(typeof(ScalingStatus))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ScalingJson : JsonSerializerContext;
