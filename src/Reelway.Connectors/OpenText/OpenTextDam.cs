using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.OpenText;

/// <summary>A media management, as work with its campaigns needs it. Safe for calls side by side; fails with <see cref="ConnectorException"/> only.</summary>
public sealed partial class OpenTextDam : IDisposable
{
    // A folder or a search with more is no campaign's, and nobody waits for its end.
    private const int MostItems = 20_000;

    private const string Form = "application/x-www-form-urlencoded";

    private readonly OpenTextOptions _options;
    private readonly OpenTextClient _client;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _changing = new(1);

    private OpenTextDam(OpenTextOptions options, ConnectorHttp http)
    {
        (_options, _clock) = (options, http.Clock);
        _log = http.Logs.CreateLogger<OpenTextDam>();
        _client = new OpenTextClient(options, http);
        _created = new RecentlyMade(OpenTextFaults.Missing, http.Clock);
    }

    internal static OpenTextDam Create(OpenTextOptions options, ConnectorHttp http) => new(options, http);

    /// <summary>An item by its id, with metadata.</summary>
    /// <exception cref="ConnectorException">It is not there, or not to be seen.</exception>
    public async Task<DamItem> ItemAsync(string id, bool isFolder, CancellationToken cancellation)
        => await _created.CallAsync(id, () => ReadItemAsync(id, isFolder, query: "", cancellation), cancellation);

    /// <summary>The folders at the top.</summary>
    public async Task<IReadOnlyList<DamItem>> RootsAsync(CancellationToken cancellation)
    {
        var answer = await _client.ReadAsync("list the root folders", "folders/rootfolders", cancellation);
        var list = answer.Root.Member("folders_resource").Member("folder_list");
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(one => DamItem.From(one, isFolder: true)).OfType<DamItem>()] : throw _client.Faults.Malformed(answer.Http);
    }

    public void Dispose()
    {
        _client.Dispose();
        _changing.Dispose();
    }

    private async Task<DamItem> ReadItemAsync(string id, bool isFolder, string query, CancellationToken cancellation)
    {
        var kind = isFolder ? "folder" : "asset";
        var what = $"read {kind} {id}";
        var answer = await _client.ReadAsync(what, $"{kind}s/{Escape(id)}?load_type={Escape(_options.LoadType)}{query}", cancellation);
        var item = DamItem.From(answer.Root.Member($"{kind}_resource").Member(kind), isFolder) ?? throw _client.Faults.Malformed(answer.Http);
        return item.HasMetadata ? item : throw _client.Faults.Own(
            CallFault.Permanent, $"could not {what}: the answer has no metadata; check load_type of connection {_options.Connection}");
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static StringContent FormOf(IEnumerable<(string Name, string Value)> fields)
        => new(string.Join('&', fields.Select(field => $"{Escape(field.Name)}={Escape(field.Value)}")), Encoding.UTF8, Form);
}
