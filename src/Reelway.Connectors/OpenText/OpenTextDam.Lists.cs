using System.Globalization;
using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>Searches and lists. One that was read short is a fault: nothing may follow from what is missing in it.</summary>
public sealed partial class OpenTextDam
{
    private const string NotDeleted = """{"asset_filter_request_param":{"asset_filter_request":{"exclude_deleted_assets":true}}}""";
    private const string ChildCount = """{"data_load_request":{"load_metadata":true,"child_count_load_type":"both"}}""";

    /// <summary>One page of a search.</summary>
    /// <param name="after">Items that are left out at its beginning.</param>
    public async Task<DamPage> SearchAsync(DamSearch search, int after, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(search);
        var what = $"search for {string.Join(", ", search.Conditions.Select(one => $"{one.FieldId} = {one.Value}"))}";
        var answer = await _client.SendAsync(
            what, HttpMethod.Post, "search/text", () => FormOf(SearchForm(search, after, limit)), CallEffect.None, _options.CallLimit, cancellation);
        var found = answer.Root.Member("search_result_resource");
        var result = found.Member("search_result");
        if (result.Whole("hit_count") is not { } hits || result.Whole("total_hit_count") is not { } total)
        {
            throw _client.Faults.Malformed(answer.Http);
        }

        if (result.Member("contains_invalid_conditions").ValueKind == JsonValueKind.True)
        {
            throw _client.Faults.Own(CallFault.Permanent, $"could not {what}: OpenText has left out a condition that it does not know, so the hits are too many; check the fields "
                + $"{string.Join(", ", search.Conditions.Select(one => one.FieldId))} and the operators {string.Join(", ", search.Conditions.Select(one => one.OperatorId).Distinct())}");
        }

        // Absent when nothing was found; at other times the answer's own or the result's.
        var list = found.Member("asset_list").ValueKind == JsonValueKind.Array ? found : answer.Root;
        var items = list.Items("asset_list").Select(one => DamItem.From(one)).OfType<DamItem>().ToList();
        return items.Count == hits ? new DamPage(items, (int)hits, (int)total)
            : throw _client.Faults.Own(CallFault.Transient, $"could not {what}: the answer counts {hits} items and has {items.Count}; it is tried again");
    }

    /// <summary>All that a search finds, up to a number of items.</summary>
    public async Task<IReadOnlyList<DamItem>> SearchAllAsync(DamSearch search, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(search);
        var items = new Dictionary<string, DamItem>(StringComparer.Ordinal);
        for (var after = 0; items.Count < most;)
        {
            var page = await SearchAsync(search, after, Math.Min(_options.PageSize, most - items.Count), cancellation);
            after += page.Hits;
            foreach (var item in page.Items)
            {
                // One that moves while pages are read may come twice.
                items.TryAdd(item.Id, item);
            }

            if (page.Hits == 0 && after < page.Total)
            {
                throw Short($"search for {search.Conditions[0].FieldId} = {search.Conditions[0].Value}", after, page.Total);
            }

            if (page.Hits == 0 || after >= page.Total)
            {
                break;
            }
        }

        return [.. items.Values];
    }

    /// <summary>All that lies in a folder itself, with metadata; deleted items are left out.</summary>
    public async Task<IReadOnlyList<DamItem>> ChildrenAsync(string folderId, CancellationToken cancellation)
    {
        var items = await ReadChildrenAsync(folderId, NotDeleted, cancellation);
        if (await CountChildrenAsync(folderId, cancellation) is { } count && items.Count < count)
        {
            // The count may hold deleted ones.
            var all = await ReadChildrenAsync(folderId, filter: null, cancellation);
            if (all.Count < count)
            {
                throw Short($"list the children of folder {folderId}", all.Count, count);
            }
        }

        return [.. items.Where(item => !item.IsDeleted)];
    }

    /// <summary>The newest asset of that name and size in a folder; null when there is none.</summary>
    public async Task<DamItem?> FindAsync(string folderId, string name, long size, CancellationToken cancellation)
        => Newest(await ChildrenAsync(folderId, cancellation), item => item.Name == name && item.Size == size);

    /// <summary>The newest asset in a folder that a job has imported; null when there is none. For jobs whose answer does not name it.</summary>
    public async Task<DamItem?> FindByJobAsync(string folderId, string jobId, CancellationToken cancellation)
        => Newest(await ChildrenAsync(folderId, cancellation), item => item.ImportJobId == jobId);

    private static DamItem? Newest(IEnumerable<DamItem> items, Func<DamItem, bool> fits)
        => items.Where(item => !item.IsFolder && fits(item)).MaxBy(item => (item.ImportedAt ?? DateTimeOffset.MinValue, item.Version ?? 0));

    /// <summary>Reads until a page is empty: a site may give fewer than it was asked for, so a short page is no end.</summary>
    private async Task<IReadOnlyList<DamItem>> ReadChildrenAsync(string folderId, string? filter, CancellationToken cancellation)
    {
        var items = new Dictionary<string, DamItem>(StringComparer.Ordinal);
        for (var after = 0; ;)
        {
            var path = string.Create(CultureInfo.InvariantCulture,
                $"folders/{Escape(folderId)}/children?load_type={Escape(_options.LoadType)}&level_of_detail=full&after={after}&limit={_options.PageSize}&sort=asc_NAME");
            var answer = await _client.ReadAsync(
                $"list the children of folder {folderId}", filter is null ? path : $"{path}&asset_filter_request={Escape(filter)}", cancellation);
            var list = answer.Root.Member("folder_children").Member("asset_list");
            if (list.ValueKind != JsonValueKind.Array)
            {
                // Absent where there is nothing; anything else is no list of children.
                return answer.Root.Member("folder_children").ValueKind == JsonValueKind.Object ? [.. items.Values] : throw _client.Faults.Malformed(answer.Http);
            }

            foreach (var item in list.EnumerateArray().Select(one => DamItem.From(one) ?? throw _client.Faults.Malformed(answer.Http)))
            {
                items.TryAdd(item.Id, item);
            }

            var count = list.GetArrayLength();
            after += count;
            if (count == 0)
            {
                return [.. items.Values];
            }

            if (after > MostItems)
            {
                throw _client.Faults.Own(CallFault.Permanent, $"folder {folderId} has more than {MostItems} children; divide it");
            }
        }
    }

    private async Task<long?> CountChildrenAsync(string folderId, CancellationToken cancellation)
    {
        if (_options.ChildCountPath.Length == 0)
        {
            return null;
        }

        var answer = await _client.ReadAsync(
            $"count the children of folder {folderId}", $"folders/{Escape(folderId)}?load_type=custom&data_load_request={Escape(ChildCount)}", cancellation);
        var folder = answer.Root.Member("folder_resource").Member("folder");
        return long.TryParse(folder.FirstText([_options.ChildCountPath]), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    private IEnumerable<(string Name, string Value)> SearchForm(DamSearch search, int after, int limit)
    {
        var conditions = search.Conditions.Select((one, index) => new ScalarCondition(
            "com.artesia.search.SearchScalarCondition", one.FieldId, one.OperatorId, one.Value, "(", ")", index == 0 ? null : "and"));
        yield return ("search_condition_list", JsonSerializer.Serialize(new SearchConditions(new SearchConditionList([.. conditions])), OpenTextJson.Default.SearchConditions));
        yield return ("load_type", _options.LoadType);
        yield return ("level_of_detail", "full");
        yield return ("after", after.ToString(CultureInfo.InvariantCulture));
        yield return ("limit", limit.ToString(CultureInfo.InvariantCulture));
        if (_options.SearchConfigId.Length > 0)
        {
            yield return ("search_config_id", _options.SearchConfigId);
        }
    }

    private ConnectorException Short(string what, long read, long total)
        => _client.Faults.Own(CallFault.Transient, $"could not {what}: {read} of {total} came, and then no more; it is tried again");
}
