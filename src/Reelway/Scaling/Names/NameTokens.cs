namespace Reelway.Scaling.Names;

/// <summary>What a file's name may say, by the names that patterns, mappings and messages use.</summary>
internal static class NameTokens
{
    public const string TrackingId = "tracking_id";
    public const string Brand = "brand";
    public const string SubjectTitle = "subject_title";
    public const string AssetType = "asset_type";
    public const string Duration = "duration";
    public const string LanguageCode = "language_code";
    public const string Version = "version";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [TrackingId, Brand, SubjectTitle, AssetType, Duration, LanguageCode, Version];
}
