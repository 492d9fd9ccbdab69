namespace Reelway.Scaling.Announcing;

/// <summary>An asset that is done, as webhooks and mails list it.</summary>
internal sealed record AnnouncedAsset(string AssetId, string AssetName, string TrackingId, string BoxFileId)
{
    /// <summary>Its values by the names that templates know.</summary>
    public IReadOnlyDictionary<string, object?> Values => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["asset_id"] = AssetId,
        ["asset_name"] = AssetName,
        ["tracking_id"] = TrackingId,
        ["box_file_id"] = BoxFileId,
    };
}

/// <summary>An asset that failed, as mails list it.</summary>
/// <param name="Error">Why, in a sentence.</param>
internal sealed record FailedAsset(string AssetId, string AssetName, string Error)
{
    /// <inheritdoc cref="AnnouncedAsset.Values"/>
    public IReadOnlyDictionary<string, object?> Values => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["asset_id"] = AssetId,
        ["asset_name"] = AssetName,
        ["error"] = Error,
    };
}
