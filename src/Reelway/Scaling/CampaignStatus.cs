namespace Reelway.Scaling;

/// <summary>How far a campaign is: the three statuses that the DAM has for it, by our own names.</summary>
internal static class CampaignStatus
{
    /// <summary>Its masters are to go out.</summary>
    public const string A1 = "a1";

    /// <summary>The agency works.</summary>
    public const string A2 = "a2";

    /// <summary>All that the agency made is back.</summary>
    public const string A3 = "a3";

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<string> All { get; } = [A1, A2, A3];

    /// <summary>As the DAM writes it.</summary>
    public static string InDam(this ScalingStatuses statuses, string status) => status switch
    {
        A1 => statuses.A1,
        A2 => statuses.A2,
        A3 => statuses.A3,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    /// <summary>What the DAM's value means; null when it is another one.</summary>
    public static string? Read(this ScalingStatuses statuses, string? inDam) => All.FirstOrDefault(status => statuses.InDam(status) == inDam);
}
