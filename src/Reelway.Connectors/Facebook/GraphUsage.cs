using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>Reads the waiting time from Graph's usage headers.</summary>
internal static class GraphUsage
{
    private const string BusinessUseCase = "X-Business-Use-Case-Usage";

    /// <summary>Wait until the page has access again; null when the header is absent, unreadable or names none.</summary>
    /// <remarks>
    /// The header maps an object's id to a list, one row per use case, and is sent only once enough calls were made.
    /// Without a row for the page the longest wait of all counts: calls while throttled prolong the block.
    /// </remarks>
    public static TimeSpan? Wait(HttpAnswer answer, string? pageId)
    {
        if (answer.Header(BusinessUseCase) is not { } header)
        {
            return null;
        }

        Dictionary<string, IReadOnlyList<UsageRow>>? usage;
        try
        {
            usage = JsonSerializer.Deserialize(header, FacebookJson.Default.DictionaryStringIReadOnlyListUsageRow);
        }
        catch (JsonException)
        {
            // A header that can't be read says as much as none: the configured wait holds.
            return null;
        }

        if (usage is null)
        {
            return null;
        }

        var rows = pageId is not null && usage.TryGetValue(pageId, out var own) ? own : usage.Values.SelectMany(list => list ?? []);
        var minutes = (rows ?? []).Max(row => row?.EstimatedTimeToRegainAccess) ?? 0;
        return minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes, MostMinutes)) : null;
    }

    // Longer than any window that Facebook counts in (24 h); beyond it the figure is not to be believed.
    private const double MostMinutes = 7 * 24 * 60;
}
