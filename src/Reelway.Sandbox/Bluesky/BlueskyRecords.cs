using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Bluesky;

/// <summary>The account's records of posts, each under its sender's name of it, and the files that they show.</summary>
internal sealed partial class BlueskyRecords(BlueskySandboxOptions options, Func<BlueskySettings> settings, TimeProvider time, int kept)
{
    private const string Posts = "app.bsky.feed.post";
    private const int LongestText = 300;
    private const int LongestBytes = 3000;

    private readonly Lock _lock = new();
    private readonly List<(string Name, string Cid, JsonObject Record, SandboxSkeet Post)> _records = [];
    private readonly Dictionary<string, (SandboxSkeetMedia File, DateTimeOffset At)> _blobs = [];

    public IReadOnlyList<SandboxSkeet> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _records.Select(record => record.Post)];
            }
        }
    }

    /// <summary>Writes a record; one of the same name is replaced, or refused where it must not be there.</summary>
    public BlueskyAnswer Write(JsonObject sent, bool mayBeThere)
    {
        if (Text(sent["repo"]) != options.Did && Text(sent["repo"]) != options.Handle)
        {
            return BlueskyAnswer.Refused("InvalidRequest", $"Could not find repo: {Text(sent["repo"])}");
        }

        if (Text(sent["collection"]) != Posts || sent["record"] is not JsonObject record || Text(record["$type"]) != Posts)
        {
            return Invalid("Record/$type must be app.bsky.feed.post");
        }

        var name = Text(sent["rkey"]) ?? "3l" + RandomNumberGenerator.GetString("234567abcdefghijklmnopqrstuvwxyz", 11);
        if (!Tid().IsMatch(name))
        {
            return BlueskyAnswer.Refused("InvalidRequest", "Record/rkey must be a TID");
        }

        lock (_lock)
        {
            var at = _records.FindIndex(one => one.Name == name);
            if (at >= 0 && !mayBeThere)
            {
                return new BlueskyAnswer(StatusCodes.Status500InternalServerError, new JsonObject { ["error"] = "InternalServerError", ["message"] = "Internal Server Error" });
            }

            if (Refusal(record, out var post, AddressOf(name)) is { } refusal)
            {
                return refusal;
            }

            var cid = "bafyrei" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record.ToJsonString())))[..40];
            var row = (name, cid, (JsonObject)record.DeepClone(), post!);
            if (at >= 0)
            {
                _records[at] = row;
            }
            else
            {
                _records.Add(row);
                if (_records.Count > kept)
                {
                    _records.RemoveAt(0);
                }
            }

            return BlueskyAnswer.Ok(new JsonObject { ["uri"] = AddressOf(name), ["cid"] = cid, ["validationStatus"] = "valid" });
        }
    }

    public BlueskyAnswer Find(string name)
    {
        lock (_lock)
        {
            return _records.FirstOrDefault(one => one.Name == name) is { Name: not null } found
                ? BlueskyAnswer.Ok(Json(found.Name, found.Cid, found.Record)) : BlueskyAnswer.Refused("RecordNotFound", $"Could not locate record: {AddressOf(name)}");
        }
    }

    public BlueskyAnswer List(int most)
    {
        lock (_lock)
        {
            var newest = _records.OrderByDescending(one => one.Name, StringComparer.Ordinal).Take(most).Select(one => (JsonNode)Json(one.Name, one.Cid, one.Record));
            return BlueskyAnswer.Ok(new JsonObject { ["records"] = new JsonArray([.. newest]) });
        }
    }

    public BlueskyAnswer Delete(JsonObject sent)
    {
        lock (_lock)
        {
            _records.RemoveAll(one => one.Name == Text(sent["rkey"]));
            return BlueskyAnswer.Ok(new JsonObject());
        }
    }

    public BlueskyAnswer Count(IEnumerable<string?> addresses)
    {
        var all = All;
        var found = addresses.Select(address => all.FirstOrDefault(post => post.Uri == address)).OfType<SandboxSkeet>().Select(post => (JsonNode)new JsonObject
        {
            ["uri"] = post.Uri,
            ["likeCount"] = settings().Likes,
            ["repostCount"] = 2,
            ["replyCount"] = all.Count(other => other.ReplyTo == post.Uri),
            ["quoteCount"] = 0,
        });
        return BlueskyAnswer.Ok(new JsonObject { ["posts"] = new JsonArray([.. found]) });
    }

    public BlueskyAnswer Upload(string type, byte[] content)
    {
        if (content.Length == 0 || type.Length == 0)
        {
            return Invalid("Request encoding (Content-Type) required but not provided");
        }

        lock (_lock)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var cid = "bafkrei" + hash[..40];
            _blobs[cid] = (new SandboxSkeetMedia(cid, type, content.Length, hash, null), time.GetUtcNow());
            return BlueskyAnswer.Ok(new JsonObject
            {
                ["blob"] = new JsonObject { ["$type"] = "blob", ["ref"] = new JsonObject { ["$link"] = cid }, ["mimeType"] = type, ["size"] = content.Length },
            });
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _records.Clear();
            _blobs.Clear();
        }
    }

    private BlueskyAnswer? Refusal(JsonObject record, out SandboxSkeet? post, string address)
    {
        post = null;
        var text = Text(record["text"]);
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        if (text is null || !DateTimeOffset.TryParse(Text(record["createdAt"]), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return Invalid("Record must have the properties \"text\" and \"createdAt\"");
        }

        if (new StringInfo(text).LengthInTextElements > LongestText || bytes.Length > LongestBytes)
        {
            return Invalid($"Record/text must not be longer than {LongestText} graphemes");
        }

        var links = new List<string>();
        foreach (var facet in record["facets"] as JsonArray ?? [])
        {
            var (start, end) = ((int?)facet?["index"]?["byteStart"] ?? -1, (int?)facet?["index"]?["byteEnd"] ?? -1);
            if (start < 0 || end <= start || end > bytes.Length)
            {
                return Invalid("Record/facets/index is outside of the text");
            }

            var feature = facet!["features"]?[0];
            links.Add($"{Encoding.UTF8.GetString(bytes[start..end])} > {Text(feature?["uri"]) ?? Text(feature?["tag"])}");
        }

        var reply = record["reply"];
        if (reply is not null && (Text(reply["parent"]?["uri"]) is not { } parent || _records.All(one => one.Post.Uri != parent) || Text(reply["root"]?["cid"]) is null))
        {
            return Invalid("Record/reply must name the parent and the root, each with its cid");
        }

        var (media, refusal) = MediaIn(record["embed"]);
        post = new SandboxSkeet(address, at, text, Text(reply?["parent"]?["uri"]), Text(reply?["root"]?["uri"]), links, media);
        return refusal;
    }

    private (IReadOnlyList<SandboxSkeetMedia> Media, BlueskyAnswer? Refusal) MediaIn(JsonNode? embed)
    {
        var named = Text(embed?["$type"]) switch
        {
            "app.bsky.embed.images" => (embed!["images"] as JsonArray ?? []).Select(image => (Blob: image?["image"], Alt: Text(image?["alt"]))).ToList(),
            "app.bsky.embed.video" => [(embed!["video"], Text(embed["alt"]))],
            _ => [],
        };
        if (named.Count > 4)
        {
            return ([], Invalid("Record/embed/images must not have more than 4 elements"));
        }

        var media = new List<SandboxSkeetMedia>();
        foreach (var (blob, alt) in named)
        {
            if (!_blobs.TryGetValue(Text(blob?["ref"]?["$link"]) ?? "", out var known) || time.GetUtcNow() - known.At > TimeSpan.FromMinutes(settings().BlobMinutes))
            {
                return ([], BlueskyAnswer.Refused("BlobNotFound", "Could not find blob"));
            }

            media.Add(known.File with { Alt = alt });
        }

        return (media, null);
    }

    private string AddressOf(string name) => $"at://{options.Did}/{Posts}/{name}";

    private JsonObject Json(string name, string cid, JsonObject record) => new() { ["uri"] = AddressOf(name), ["cid"] = cid, ["value"] = record.DeepClone() };

    private static BlueskyAnswer Invalid(string message) => BlueskyAnswer.Refused("InvalidRequest", $"Invalid app.bsky.feed.post record: {message}");

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Tid();
}
