using System.Globalization;
using System.Text.Json;
using Reelway.Storage.Postgres;

namespace Reelway.Scaling.Importing;

/// <summary>The database of the older scripts. Its rows are read whole, since installations have columns of their own.</summary>
internal sealed class OldScriptsStore(ForeignPostgres database)
{
    private const int PageSize = 50;

    /// <summary>Its masters, page by page.</summary>
    public IAsyncEnumerable<IReadOnlyList<OldMaster>> MastersAsync(CancellationToken cancellation) => PagesAsync(
        "SELECT to_jsonb(m)::text FROM master_assets m WHERE m.id > @after ORDER BY m.id LIMIT @most", OldMaster.Read, cancellation);

    /// <summary>What came back for them, page by page; none where there is no such table.</summary>
    public async IAsyncEnumerable<IReadOnlyList<OldDerivative>> DerivativesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await database.TextsAsync("SELECT to_regclass('derivative_assets')::text", new Dictionary<string, object>(), cancellation) is not [{ Length: > 0 }])
        {
            yield break;
        }

        await foreach (var page in PagesAsync("SELECT to_jsonb(d)::text FROM derivative_assets d WHERE d.id > @after ORDER BY d.id LIMIT @most", OldDerivative.Read, cancellation))
        {
            yield return page;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T>(
        string sql, Func<JsonElement, T> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var texts = await database.TextsAsync(sql, new Dictionary<string, object> { ["after"] = after, ["most"] = (long)PageSize }, cancellation);
            var rows = texts.Select(text => JsonSerializer.Deserialize<JsonElement>(text)).ToList();
            if (rows.Count == 0)
            {
                yield break;
            }

            yield return [.. rows.Select(read)];
            after = rows[^1].GetProperty("id").GetInt64();
        }
    }
}

/// <summary>A master of the older scripts.</summary>
/// <param name="Metadata">What the DAM said of it, JSON.</param>
internal sealed record OldMaster(
    string? TrackingId, string? DamId, string? CampaignId, string? CampaignName, string? CampaignNumber, string? FileName, string? BoxFile, string? FinalFolder, string? Status, string? Metadata)
{
    public static OldMaster Read(JsonElement row) => new(
        Text(row, "tracking_id"), Text(row, "opentext_id", "dam_asset_id", "asset_id"), Text(row, "campaign_id"), Text(row, "campaign_name"), Text(row, "campaign_number"),
        Text(row, "original_filename", "filename", "name"), Text(row, "box_file_id"), Text(row, "upload_directory"), Text(row, "status"), Text(row, "full_metadata", "asset_data", "metadata"));

    /// <summary>The first of these columns that has a value; JSON as its text.</summary>
    internal static string? Text(JsonElement row, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (row.TryGetProperty(column, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
            }
        }

        return null;
    }
}

/// <summary>What came back, as the older scripts noted it.</summary>
internal sealed record OldDerivative(string? TrackingId, string? DamAsset, string? FileName, string? UploadedAt, string? Status, string? RetryCount, string? LastError)
{
    public static OldDerivative Read(JsonElement row) => new(
        OldMaster.Text(row, "tracking_id"), OldMaster.Text(row, "dam_asset_id"), OldMaster.Text(row, "derivative_filename", "filename"), OldMaster.Text(row, "uploaded_at"),
        OldMaster.Text(row, "upload_status"), OldMaster.Text(row, "retry_count"), OldMaster.Text(row, "last_error"));

    /// <summary>When it was uploaded, UTC as the scripts wrote it; null when that can't be read.</summary>
    public long? UploadedMs => DateTimeOffset.TryParse(UploadedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : null;
}
