using System.Text.Json.Nodes;

namespace Reelway.Connectors.Box;

/// <content>What is written on a file, and stays when its name changes.</content>
public sealed partial class BoxFiles
{
    /// <summary>Writes properties on a file; others that it has are kept.</summary>
    public async Task TagAsync(string fileId, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileId);
        ArgumentNullException.ThrowIfNull(properties);
        var url = _client.Api($"files/{Uri.EscapeDataString(fileId)}/metadata/global/properties");
        var what = $"write properties on file {fileId}";
        var instance = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Value)));
        var answer = await _made.CallAsync(fileId, () => _client.SendAsync(
            what, HttpMethod.Post, url, CallEffect.Repeatable, instance, BoxJson.Sent.JsonObject,
            static answer => (int)answer.Status == 409 && BoxFaults.CodeOf(answer) == "tuple_already_exists", cancellation), cancellation);
        if (!answer.IsSuccess)
        {
            // "add" writes over what is there; "replace" would fail where it is not.
            IReadOnlyList<MetadataChange> changes = [.. properties.Select(property => new MetadataChange("add", "/" + Pointer(property.Key), property.Value))];
            await _client.SendAsync(
                what, HttpMethod.Put, url, CallEffect.Repeatable, changes, BoxJson.Sent.IReadOnlyListMetadataChange, static _ => false, cancellation, "application/json-patch+json");
        }
    }

    private static string Pointer(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
