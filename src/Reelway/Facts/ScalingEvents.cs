using System.ComponentModel;

namespace Reelway.Facts;

/// <summary>A campaign was moved to its next status in the DAM.</summary>
internal sealed record CampaignAdvanced(
    [property: Description("The campaign's id.")] string Campaign,
    [property: Description("The DAM's id of it.")] string DamId,
    [property: Description("Its name.")] string CampaignName,
    [property: Description("Its number; null when the DAM has none.")] string? Number,
    [property: Description("The status that it had, as the DAM writes it.")] string OldStatus,
    [property: Description("The status that it has.")] string NewStatus) : IProductEvent<CampaignAdvanced>
{
    public static string Type => "campaign.advanced";

    public static string Text => "A campaign was moved to its next status in the DAM, since all of its assets were there.";

    public static CampaignAdvanced Example { get; } = new("camp_06agn9k2w4008", "00084f808d1331bca1f24134bde9cd8e742f0001", "Harvest", "C-1042", "A1", "A2");

    string IProductEvent.Subject => $"campaign/{Campaign}";
}

/// <summary>What an agency made is in the DAM.</summary>
internal sealed record DerivativeImported(
    [property: Description("The campaign's id.")] string Campaign,
    [property: Description("The tracking id of its master.")] string TrackingId,
    [property: Description("The file's name in the DAM.")] string FileName,
    [property: Description("The DAM's id of it.")] string DamId,
    [property: Description("Box's id of the file.")] string BoxFile) : IProductEvent<DerivativeImported>
{
    public static string Type => "derivative.imported";

    public static string Text => "A file that an agency brought is in the DAM.";

    public static DerivativeImported Example { get; } = new("camp_06agn9k2w4008", "AB2CD3", "spot_30s_IT.mp4", "000af201d7130d1bb2778af672f3bfb554ea0002", "73835521473");

    string IProductEvent.Subject => $"campaign/{Campaign}";
}

/// <summary>What an agency brought was not taken.</summary>
internal sealed record DerivativeRefused(
    [property: Description("The campaign's id; null when the name does not say whose it is.")] string? Campaign,
    [property: Description("The file's name in Box.")] string FileName,
    [property: Description("Box's id of the file.")] string BoxFile,
    [property: Description("Box's id of its version.")] string BoxVersion,
    [property: Description("What is wrong with it, and what to do.")] string Reason) : IProductEvent<DerivativeRefused>
{
    public static string Type => "derivative.refused";

    public static string Text => "A file that an agency brought was not taken, since its name or its content is not as agreed, or it could not be imported.";

    public static DerivativeRefused Example { get; } = new("camp_06agn9k2w4008", "spot_30s.mp4", "73835521473", "78096737033", "\"spot_30s.mp4\" has no tracking id: name it spot_30s_IT_AB2CD3.mp4.");

    string IProductEvent.Subject => $"campaign/{Campaign ?? "unknown"}";
}
