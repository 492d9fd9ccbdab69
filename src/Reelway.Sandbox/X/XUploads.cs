using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.X;

/// <summary>Files on their way to a post. Their bytes are counted and hashed, and not kept.</summary>
internal sealed class XUploads(Func<XSettings> settings, TimeProvider time)
{
    private const long LargestFile = 17_179_869_184;
    private const int LastSegment = 999;
    private const long LargestSegment = 5_000_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly Dictionary<string, long> Categories = new() { ["tweet_image"] = 5 * 1024 * 1024, ["tweet_gif"] = 15 * 1024 * 1024, ["tweet_video"] = LargestFile };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Upload> _uploads = [];
    private long _total;

    /// <summary>Begins an upload in pieces.</summary>
    public XAnswer Begin(XSandboxAccount account, string? type, string? category, long? bytes)
    {
        if (bytes is not (> 0 and <= LargestFile))
        {
            return XAnswer.Invalid($"[$.total_bytes: must be between 1 and {LargestFile}]", "total_bytes");
        }

        if (type is null || category is null || !Categories.ContainsKey(category))
        {
            return XAnswer.Invalid("[$.media_category: does not have a value in the enumeration]", "media_category");
        }

        lock (_lock)
        {
            return Shown(Add(account, type, category, bytes.Value), withProcessing: false);
        }
    }

    public XAnswer Append(XSandboxAccount account, string id, string? segment, ReadOnlySpan<byte> content)
    {
        if (!int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > LastSegment)
        {
            return XAnswer.Invalid($"`segment_index` must be between 0 and {LastSegment}.", "segment_index");
        }

        if (content.Length is 0 || content.Length > LargestSegment)
        {
            return XAnswer.Invalid("`media` must be a file of up to 5 MB.", "media");
        }

        lock (_lock)
        {
            if (Find(account, id) is not { IsFinal: false } upload)
            {
                return NotKnown(id);
            }

            upload.Add(index, content);
            return XAnswer.Data(new JsonObject { ["expires_at"] = (upload.At + Lifetime).ToUnixTimeSeconds() });
        }
    }

    /// <summary>Ends an upload in pieces: all of them must be there.</summary>
    public XAnswer End(XSandboxAccount account, string id)
    {
        lock (_lock)
        {
            if (Find(account, id) is not { } upload)
            {
                return NotKnown(id);
            }

            if (!upload.IsWhole)
            {
                return XAnswer.Invalid("Segments do not add up to provided total file size.", "id");
            }

            upload.IsFinal = true;
            return Shown(upload, withProcessing: upload.Category != "tweet_image");
        }
    }

    /// <summary>Takes a small file at once.</summary>
    public XAnswer Take(XSandboxAccount account, string? type, string? category, ReadOnlySpan<byte> content)
    {
        if (category is null || !Categories.TryGetValue(category, out var most) || content.IsEmpty || content.Length > most)
        {
            return XAnswer.Invalid("media type unrecognized, or the file is too large.", "media");
        }

        lock (_lock)
        {
            var upload = Add(account, type ?? "image/jpeg", category, content.Length);
            upload.Add(0, content);
            upload.IsFinal = true;
            return Shown(upload, withProcessing: false);
        }
    }

    public XAnswer Status(XSandboxAccount account, string id)
    {
        lock (_lock)
        {
            if (Find(account, id) is not { IsFinal: true } upload)
            {
                return NotKnown(id);
            }

            upload.Looks++;
            return Shown(upload, withProcessing: upload.Category != "tweet_image");
        }
    }

    public XAnswer Describe(XSandboxAccount account, string id, string? altText)
    {
        lock (_lock)
        {
            if (Find(account, id) is not { } upload)
            {
                return NotKnown(id);
            }

            if (altText is not { Length: > 0 and <= 1000 })
            {
                return XAnswer.Invalid("[$.metadata.alt_text.text: must be at most 1000 characters long]", "metadata");
            }

            upload.AltText = altText;
            return XAnswer.Data(new JsonObject { ["id"] = id, ["associated_metadata"] = new JsonObject { ["alt_text"] = new JsonObject { ["text"] = altText } } });
        }
    }

    /// <summary>The files of a post, or why they can't be shown.</summary>
    public (IReadOnlyList<SandboxTweetMedia> Media, XAnswer? Refusal) Use(XSandboxAccount account, IReadOnlyList<string> ids)
    {
        lock (_lock)
        {
            var uploads = ids.Select(id => Find(account, id)).ToList();
            if (uploads.Any(upload => upload is null || !upload.IsFinal || time.GetUtcNow() - upload.At > Lifetime))
            {
                return ([], XAnswer.Invalid("Your media IDs are invalid.", "media.media_ids"));
            }

            var isSingle = uploads.Any(upload => upload!.Category != "tweet_image");
            return uploads.Any(upload => StateOf(upload!) is not (null or "succeeded")) || (isSingle && uploads.Count > 1)
                ? ([], XAnswer.Forbidden("You are not permitted to perform this action."))
                : ([.. uploads.Select(upload => upload!.Shown())], null);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _uploads.Clear();
            _total = 0;
        }
    }

    private Upload Add(XSandboxAccount account, string type, string category, long bytes)
    {
        var id = (1_880_028_106_020_000_000 + (++_total * 4096)).ToString(CultureInfo.InvariantCulture);
        return _uploads[id] = new Upload(id, account.Username, type, category, bytes, time.GetUtcNow());
    }

    // Of somebody else: as if there was none.
    private Upload? Find(XSandboxAccount account, string id) => _uploads.GetValueOrDefault(id) is { } upload && upload.Account == account.Username ? upload : null;

    private static XAnswer NotKnown(string id) => XAnswer.Invalid($"Could not find media with id: [{id}].", "id");

    private string? StateOf(Upload upload) => upload.Category == "tweet_image" ? null
        : upload.Looks <= settings().MediaLooks ? upload.Looks == 0 ? "pending" : "in_progress"
        : settings().FailsMedia ? "failed" : "succeeded";

    private XAnswer Shown(Upload upload, bool withProcessing)
    {
        var data = new JsonObject { ["id"] = upload.Id, ["media_key"] = upload.Key, ["expires_after_secs"] = (long)Lifetime.TotalSeconds };
        if (withProcessing && StateOf(upload) is { } state)
        {
            var processing = new JsonObject { ["state"] = state };
            if (state is "pending" or "in_progress")
            {
                processing["check_after_secs"] = 1;
            }
            else if (state == "failed")
            {
                processing["error"] = new JsonObject { ["code"] = 1, ["name"] = "InvalidMedia", ["message"] = "Unsupported video format" };
            }

            data["processing_info"] = processing;
        }

        return XAnswer.Data(data);
    }

    private sealed class Upload(string id, string account, string type, string category, long bytes, DateTimeOffset at)
    {
        private readonly SortedDictionary<int, long> _segments = [];
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private bool _isInTurn = true;

        public string Id => id;

        public string Account => account;

        public string Category => category;

        public DateTimeOffset At => at;

        // The number names the kind; the rest is the id that the upload was answered with.
        public string Key => $"{(category == "tweet_image" ? 3 : category == "tweet_gif" ? 16 : 13)}_{id}";

        public bool IsFinal { get; set; }

        public int Looks { get; set; }

        public string? AltText { get; set; }

        public bool IsWhole => _segments.Keys.Select((index, at) => index == at).All(isNext => isNext) && _segments.Values.Sum() == bytes;

        public void Add(int index, ReadOnlySpan<byte> content)
        {
            _isInTurn &= index == _segments.Count;
            _segments[index] = content.Length;
            _hash.AppendData(content);
        }

        public SandboxTweetMedia Shown() => new(id, Key, type, category, bytes, _isInTurn ? Convert.ToHexStringLower(_hash.GetCurrentHash()) : null, AltText);
    }
}
