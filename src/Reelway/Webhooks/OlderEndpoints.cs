using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Reelway.Facts;
using Reelway.Frame;
using Reelway.Frame.Configuration;

namespace Reelway.Webhooks;

/// <summary>An endpoint as an older system has it in its file.</summary>
/// <param name="Enabled">False: it was off there.</param>
internal sealed record OlderEndpoint(AddWebhookRequest Request, bool Enabled);

/// <summary>Reads the endpoints of an older system: a group for each, with its address, headers and payload; its configuration may change some of that.</summary>
internal static class OlderEndpoints
{
    /// <summary>What the older systems called their calls, and the events that those are.</summary>
    private static readonly Dictionary<string, string> Events = new(StringComparer.Ordinal)
    {
        ["campaign_status_update"] = "campaign.advanced",
        ["asset_upload_complete"] = "derivative.imported",
    };

    private const string Authorization = "Authorization";

    // The delivery says these itself.
    private static readonly string[] OwnHeaders = [Authorization, "Content-Type"];

    private static readonly string[] Known =
        ["description", "url", "enabled", "method", "headers", "auth", "timeout_seconds", "retry_on_failure", "max_retries", "payload_template"];

    /// <summary>Reads them; what is wrong is reported, and what is only strange is a warning.</summary>
    /// <param name="file">The endpoints by their names.</param>
    /// <param name="over">The group <c>webhooks</c> of the older system's configuration; null: none.</param>
    /// <param name="types">Types of events by the endpoints' names, in place of what those stand for.</param>
    public static IReadOnlyList<OlderEndpoint> Read(SettingMap file, SettingMap? over, IReadOnlyDictionary<string, string> types, SettingProblems problems)
    {
        var all = over is null ? file : SettingMerge.Merge(file, Filled(over));
        var read = new List<OlderEndpoint>();
        foreach (var (name, node) in all.Entries)
        {
            if (node is not SettingMap its)
            {
                problems.Error(name, node.Origin, $"must be a group of settings, but is {node.Kind}.");
                continue;
            }

            foreach (var (key, part) in its.Entries.Where(part => !Known.Contains(part.Key)))
            {
                problems.Warning($"{name}.{key}", part.Origin, "is not known here; it has no effect.");
            }

            if (One(name, its, types, problems) is { } endpoint)
            {
                read.Add(endpoint);
            }
        }

        return read;
    }

    private static OlderEndpoint? One(string name, SettingMap its, IReadOnlyDictionary<string, string> types, SettingProblems problems)
    {
        var enabled = Text(its, "enabled") is not { } written || (SettingText.Parse(written, typeof(bool), isSize: false) as bool? ?? true);
        var type = types.GetValueOrDefault(name) ?? Events.GetValueOrDefault(name);
        if (enabled && (type is null || EventType.Find(type) is null))
        {
            problems.Error(name, its.Origin, $"{(type is null ? "stands for no known event" : $"stands for {type}, which this program does not announce")}; name one by --type {name}=TYPE.");
            return null;
        }

        var (auth, credentials) = AuthOf(its);
        return new OlderEndpoint(
            new AddWebhookRequest(
                name, Text(its, "url"), type is null ? [] : [type], Description: Text(its, "description"), Method: Text(its, "method"), Headers: HeadersOf(its), Auth: auth,
                Credentials: credentials, Signed: false, TimeoutSeconds: Number(name, its, "timeout_seconds", problems), Attempts: AttemptsOf(name, its, problems),
                Template: its.Find("payload_template") is SettingMap template ? JsonOf(template)!.ToJsonString() : null),
            enabled);
    }

    private static int? AttemptsOf(string name, SettingMap its, SettingProblems problems)
        => Text(its, "retry_on_failure") is { } retries && SettingText.Parse(retries, typeof(bool), isSize: false) is false ? 1 : Number(name, its, "max_retries", problems) + 1;

    // A group of its own counts before a header.
    private static (string Auth, string? Credentials) AuthOf(SettingMap its)
    {
        var auth = its.Find("auth") as SettingMap;
        var header = (HeadersIn(its).FirstOrDefault(one => one.Name.Equals(Authorization, StringComparison.OrdinalIgnoreCase)).Value ?? "").Split(' ', 2, StringSplitOptions.TrimEntries);
        return (auth is null ? null : Text(auth, "type"), header) switch
        {
            ("bearer", _) when Text(auth!, "token") is { } token => (EndpointSettings.AuthBearer, token),
            ("basic", _) => (EndpointSettings.AuthBasic, $"{Text(auth!, "username") ?? Text(auth!, "user")}:{Text(auth!, "password")}"),
            (_, ["Bearer", { Length: > 0 } token]) => (EndpointSettings.AuthBearer, token),
            (_, ["Basic", var encoded]) when Decoded(encoded) is { } user => (EndpointSettings.AuthBasic, user),
            _ => (EndpointSettings.AuthNone, null),
        };
    }

    private static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static Dictionary<string, string>? HeadersOf(SettingMap its)
        => HeadersIn(its).Where(one => !OwnHeaders.Contains(one.Name, StringComparer.OrdinalIgnoreCase)).ToDictionary(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase) is { Count: > 0 } headers
            ? headers
            : null;

    private static IEnumerable<(string Name, string Value)> HeadersIn(SettingMap its)
        => (its.Find("headers") as SettingMap)?.Entries.Select(entry => (entry.Key, (entry.Value as SettingValue)?.Text ?? "")) ?? [];

    // What is empty after variables were put in does not hide what the file says.
    private static SettingMap Filled(SettingMap over) => over with
    {
        Entries = [.. over.Entries.Where(entry => entry.Value is not SettingValue { Text: null or "" })
            .Select(entry => entry.Value is SettingMap map ? KeyValuePair.Create(entry.Key, (SettingNode)Filled(map)) : entry)],
    };

    private static string? Text(SettingMap map, string key) => map.Find(key) is SettingValue { Text: { Length: > 0 } text } ? text : null;

    private static int? Number(string name, SettingMap its, string key, SettingProblems problems)
    {
        if (Text(its, key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Error($"{name}.{key}", its.Find(key)!.Origin, $"\"{ShownText.Name(text)}\" is not a whole number.");
        return null;
    }

    private static JsonNode? JsonOf(SettingNode node) => node switch
    {
        SettingMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, JsonOf(entry.Value)))),
        SettingList list => new JsonArray([.. list.Items.Select(JsonOf)]),
        SettingValue value => value.Text,
        _ => throw new InvalidOperationException($"{node} is not handled"),
    };
}
