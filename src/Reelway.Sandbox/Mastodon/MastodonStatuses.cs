using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Mastodon;

/// <summary>The account's posts and files, and the keys by which a post that comes again is known.</summary>
internal sealed class MastodonStatuses(MastodonSandboxOptions options, Func<MastodonSettings> settings, TimeProvider time, int kept)
{
    private const int MostPictures = 4;
    private static readonly TimeSpan KeysLast = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly List<SandboxStatus> _statuses = [];
    private readonly Dictionary<string, (string Id, DateTimeOffset At)> _keys = [];
    private readonly Dictionary<string, (SandboxAttachment File, int Looks)> _files = [];
    private long _total;

    public IReadOnlyList<SandboxStatus> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _statuses];
            }
        }
    }

    public MastodonAnswer Create(string? key, JsonObject sent)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (key is not null && _keys.TryGetValue(key, out var known) && now - known.At < KeysLast && _statuses.FirstOrDefault(status => status.Id == known.Id) is { } same)
            {
                return new MastodonAnswer(StatusCodes.Status200OK, Json(same));
            }

            var (media, refusal) = MediaIn(sent);
            if ((refusal ?? TextRefusal(sent, media)) is { } refused)
            {
                return refused;
            }

            var replyTo = Text(sent["in_reply_to_id"]);
            if (replyTo is not null && _statuses.All(status => status.Id != replyTo))
            {
                return MastodonAnswer.NotFound;
            }

            var created = new SandboxStatus(NextId(), now, Text(sent["status"]) ?? "", replyTo, media);
            _statuses.Add(created);
            if (_statuses.Count > kept)
            {
                _statuses.RemoveAt(0);
            }

            if (key is not null)
            {
                _keys[key] = (created.Id, now);
            }

            return new MastodonAnswer(StatusCodes.Status200OK, Json(created));
        }
    }

    /// <summary>What is not named again is taken away.</summary>
    public MastodonAnswer Change(string id, JsonObject sent)
    {
        lock (_lock)
        {
            var at = _statuses.FindIndex(status => status.Id == id);
            var (media, refusal) = MediaIn(sent);
            if (at < 0 || (refusal ?? TextRefusal(sent, media)) is not null)
            {
                return at < 0 ? MastodonAnswer.NotFound : (refusal ?? TextRefusal(sent, media))!;
            }

            _statuses[at] = _statuses[at] with { Text = Text(sent["status"]) ?? "", Media = media };
            return new MastodonAnswer(StatusCodes.Status200OK, Json(_statuses[at]));
        }
    }

    public MastodonAnswer Find(string id) => All.FirstOrDefault(status => status.Id == id) is { } found ? new MastodonAnswer(StatusCodes.Status200OK, Json(found)) : MastodonAnswer.NotFound;

    public MastodonAnswer Delete(string id)
    {
        lock (_lock)
        {
            return _statuses.FirstOrDefault(status => status.Id == id) is { } found && _statuses.Remove(found)
                ? new MastodonAnswer(StatusCodes.Status200OK, Json(found)) : MastodonAnswer.NotFound;
        }
    }

    public MastodonAnswer List(int most) => new(StatusCodes.Status200OK, new JsonArray([.. All.Reverse().Take(most).Select(status => (JsonNode)Json(status))]));

    /// <summary>A picture is there at once, and anything else is worked on.</summary>
    public MastodonAnswer Upload(string type, string? description, byte[] content)
    {
        lock (_lock)
        {
            var file = new SandboxAttachment(NextId(), type, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), description);
            var isReady = type.StartsWith("image/", StringComparison.Ordinal) && type != "image/gif";
            _files[file.Id] = (file, isReady ? int.MaxValue : 0);
            return new MastodonAnswer(isReady ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, Json(file, isReady));
        }
    }

    public MastodonAnswer Look(string id)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(id, out var file))
            {
                return MastodonAnswer.NotFound;
            }

            var isReady = file.Looks >= settings().MediaLooks;
            _files[id] = isReady ? file : (file.File, file.Looks + 1);
            return new MastodonAnswer(isReady ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent, Json(file.File, isReady));
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _statuses.Clear();
            _keys.Clear();
            _files.Clear();
            _total = 0;
        }
    }

    private (IReadOnlyList<SandboxAttachment> Media, MastodonAnswer? Refusal) MediaIn(JsonObject sent)
    {
        var ids = (sent["media_ids"] as JsonArray)?.Select(Text).ToList() ?? [];
        if (ids.Any(id => id is null || !_files.ContainsKey(id)))
        {
            return ([], MastodonAnswer.Invalid("Validation failed: Media attachments not found"));
        }

        var files = ids.Select(id => _files[id!]).ToList();
        if (files.Any(file => file.Looks < settings().MediaLooks))
        {
            return ([], MastodonAnswer.Invalid("Cannot attach files that have not finished processing. Try again in a moment!"));
        }

        return files.Count > MostPictures || (files.Count > 1 && files.Any(file => file.File.Type.StartsWith("video/", StringComparison.Ordinal)))
            ? ([], MastodonAnswer.Invalid("Validation failed: Cannot attach a video to a post that already contains images"))
            : ([.. files.Select(file => file.File)], null);
    }

    private MastodonAnswer? TextRefusal(JsonObject sent, IReadOnlyList<SandboxAttachment> media)
    {
        var text = Text(sent["status"]) ?? "";
        return string.IsNullOrWhiteSpace(text) && media.Count == 0 ? MastodonAnswer.Invalid("Validation failed: Text can't be blank")
            : StatusText.Length(text) > settings().MaxCharacters ? MastodonAnswer.Invalid($"Validation failed: Text character limit of {settings().MaxCharacters} exceeded")
            : null;
    }

    private string NextId() => (109_600_000_000_000_100 + ++_total).ToString(CultureInfo.InvariantCulture);

    private JsonObject Json(SandboxStatus status) => new()
    {
        ["id"] = status.Id,
        ["url"] = $"https://sandbox.example/@{options.Username}/{status.Id}",
        ["content"] = StatusText.Html(status.Text),
        ["created_at"] = status.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["in_reply_to_id"] = status.ReplyTo,
        ["media_attachments"] = new JsonArray([.. status.Media.Select(file => (JsonNode)Json(file, isReady: true))]),
        ["favourites_count"] = settings().Favourites,
        ["reblogs_count"] = 1,
        ["replies_count"] = _statuses.Count(other => other.ReplyTo == status.Id),
    };

    private static JsonObject Json(SandboxAttachment file, bool isReady)
        => new() { ["id"] = file.Id, ["type"] = file.Type.Split('/')[0], ["url"] = isReady ? $"https://sandbox.example/media/{file.Id}" : null, ["description"] = file.Description };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
