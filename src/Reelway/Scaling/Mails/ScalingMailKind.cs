namespace Reelway.Scaling.Mails;

/// <summary>A kind of mail, and what its template can name.</summary>
/// <param name="Name">Its template in the file.</param>
/// <param name="Sample">Every place with a value of its kind; a template is tried with it before it counts.</param>
internal sealed record ScalingMailKind(string Name, IReadOnlyDictionary<string, object?> Sample)
{
    private static readonly Dictionary<string, object?> Asset = new()
    {
        ["asset_id"] = "a1b2",
        ["asset_name"] = "spot_30s.mp4",
        ["tracking_id"] = "AB12CD",
        ["box_file_id"] = "7001",
    };

    private static readonly Dictionary<string, object?> Failed = new() { ["asset_id"] = "a1b3", ["asset_name"] = "spot_15s.mp4", ["error"] = "The DAM did not answer." };

    /// <summary>All masters of a campaign are at the agency.</summary>
    public static ScalingMailKind A1ToA2Complete { get; } = Of(
        "a1_to_a2_complete", ("campaign_name", "Spring"), ("campaign_id", "c1"), ("campaign_number", "N/A"), ("asset_count", 1), ("assets", List(Asset)), ("box_folder_url", "https://box.example/f/1"));

    /// <summary>Some masters of a campaign are at the agency, and others failed.</summary>
    public static ScalingMailKind A1ToA2Partial { get; } = Of(
        "a1_to_a2_partial", ("campaign_name", "Spring"), ("campaign_id", "c1"), ("total_assets", 2), ("successful", 1), ("failed", 1), ("processed_assets", List(Asset)), ("failed_assets", List(Failed)));

    /// <summary>All derivatives of a campaign are back.</summary>
    public static ScalingMailKind A2ToA3Complete { get; } = Of("a2_to_a3_complete", ("campaign_id", "c1"), ("campaign_name", "Spring"), ("asset_count", 1));

    /// <summary>A derivative was refused or could not be imported.</summary>
    public static ScalingMailKind UploadFailed { get; } = Of(
        "upload_failed", ("filename", "spot_30s_XX.mp4"), ("tracking_id", "Unknown"), ("error", "Its name has no tracking id."), ("corrected_name", "spot_30s_IT.mp4"));

    /// <summary>A campaign could not be looked at.</summary>
    public static ScalingMailKind CampaignProcessingFailed { get; } = Of(
        "campaign_processing_failed",
        ("campaign", new Dictionary<string, object?> { ["asset_id"] = "c1", ["campaign_name"] = "Spring", ["campaign_number"] = "N/A" }), ("error", "The DAM did not answer."));

    /// <summary>Nothing works.</summary>
    public static ScalingMailKind CriticalError { get; } = Of("critical_error", ("error", "The DAM refuses the credentials."));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScalingMailKind> All { get; } = [A1ToA2Complete, A1ToA2Partial, A2ToA3Complete, UploadFailed, CampaignProcessingFailed, CriticalError];

    /// <summary>Every place with nothing in it.</summary>
    public IReadOnlyDictionary<string, object?> Bare { get; } = (IReadOnlyDictionary<string, object?>)Emptied(Sample)!;

    private static object? Emptied(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> group => group.ToDictionary(member => member.Key, member => Emptied(member.Value), StringComparer.Ordinal),
        string => "",
        int => 0,
        _ => new List<object?>(),
    };

    private static ScalingMailKind Of(string name, params (string Place, object? Value)[] sample)
        => new(name, sample.ToDictionary(each => each.Place, each => each.Value, StringComparer.Ordinal));

    private static List<object?> List(object? item) => [item];
}
