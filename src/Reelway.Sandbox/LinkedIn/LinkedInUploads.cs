using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>Pictures and videos on their way: begun, put to addresses of their own, and looked at.</summary>
internal sealed class LinkedInUploads(Func<LinkedInSettings> settings, Func<Uri> address)
{
    private const long LargestVideo = 500L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Upload> _uploads = [];
    private long _total;

    public LinkedInAnswer Begin(LinkedInMember member, string kind, JsonObject sent)
    {
        var request = sent["initializeUploadRequest"] as JsonObject;
        var owner = LinkedInRoutes.TextOf(request?["owner"]) ?? "";
        if (!member.MayPostAs(owner))
        {
            return LinkedInAnswer.Denied($"{kind}s.initializeUpload for {owner}");
        }

        var bytes = request!["fileSizeBytes"] is JsonValue value && value.TryGetValue<long>(out var size) ? size : 0;
        if (kind == "video" && bytes is <= 0 or > LargestVideo)
        {
            return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", "fileSizeBytes must be between 1 and 524288000");
        }

        lock (_lock)
        {
            var urn = string.Create(CultureInfo.InvariantCulture, $"urn:li:{kind}:C5F10AQsandbox{++_total}_a");
            var upload = _uploads[urn] = new Upload(urn, owner, kind, bytes, kind == "video" ? settings().PieceBytes : int.MaxValue);
            return LinkedInAnswer.Ok(new JsonObject { ["value"] = kind == "image" ? Image(upload) : Video(upload) });
        }
    }

    /// <summary>Takes bytes. Those of a picture come with the token; those of a video must not.</summary>
    public LinkedInAnswer Put(string number, int piece, bool hasToken, byte[] content)
    {
        lock (_lock)
        {
            if (_uploads.Values.FirstOrDefault(upload => upload.Number == number) is not { } upload || (upload.Kind == "image") != hasToken)
            {
                return new LinkedInAnswer(StatusCodes.Status401Unauthorized);
            }

            if (upload.Kind == "video" && content.Length != upload.LengthOf(piece))
            {
                return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", "the piece has another length than announced");
            }

            upload.Pieces[piece] = content;
            if (upload.Kind == "image")
            {
                upload.Finish([content]);
                return new LinkedInAnswer(StatusCodes.Status201Created);
            }

            return new LinkedInAnswer(StatusCodes.Status200OK) { ETag = upload.NameOf(piece) };
        }
    }

    /// <summary>Puts the pieces together in the order in which they are named: any other order scrambles the video, and nobody is told.</summary>
    public LinkedInAnswer End(LinkedInMember member, JsonObject sent)
    {
        var request = sent["finalizeUploadRequest"] as JsonObject;
        lock (_lock)
        {
            if (_uploads.GetValueOrDefault(LinkedInRoutes.TextOf(request?["video"]) ?? "") is not { } upload || !member.MayPostAs(upload.Owner))
            {
                return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VIDEO_ID", "the video is not known");
            }

            if (LinkedInRoutes.TextOf(request!["uploadToken"]) != upload.Token)
            {
                return LinkedInAnswer.Missing("uploadToken");
            }

            var named = (request["uploadedPartIds"] as JsonArray)?.Select(LinkedInRoutes.TextOf).ToList() ?? [];
            var pieces = named.Select(name => upload.Pieces.FirstOrDefault(piece => upload.NameOf(piece.Key) == name).Value).ToList();
            if (pieces.Count != upload.PieceCount || pieces.Contains(null!))
            {
                return LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", "uploadedPartIds do not name all the pieces");
            }

            upload.Finish(pieces);
            return new LinkedInAnswer(StatusCodes.Status200OK);
        }
    }

    public LinkedInAnswer Look(LinkedInMember member, string urn)
    {
        lock (_lock)
        {
            if (_uploads.GetValueOrDefault(urn) is not { } upload || !member.MayPostAs(upload.Owner))
            {
                return LinkedInAnswer.NotFound(urn);
            }

            if (upload.Owner == member.Urn)
            {
                // What a person's app may write it may not read.
                return LinkedInAnswer.Denied($"{upload.Kind}s.GET");
            }

            upload.Looks++;
            return LinkedInAnswer.Ok(new JsonObject { ["id"] = urn, ["owner"] = upload.Owner, ["status"] = StatusOf(upload) });
        }
    }

    /// <summary>The files that a post shows, or why they can't be shown.</summary>
    public (IReadOnlyList<SandboxShareMedia> Media, LinkedInAnswer? Refusal) Use(string author, JsonObject? content)
    {
        if (content is null)
        {
            return ([], null);
        }

        var many = (content["multiImage"] as JsonObject)?["images"] as JsonArray;
        if (many is { Count: < 2 or > 20 })
        {
            return ([], LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", "multiImage takes 2 to 20 images"));
        }

        var shown = new List<SandboxShareMedia>();
        lock (_lock)
        {
            foreach (var item in many ?? [content["media"]?.DeepClone()])
            {
                if (_uploads.GetValueOrDefault(LinkedInRoutes.TextOf((item as JsonObject)?["id"]) ?? "") is not { } upload || upload.Owner != author || (many is not null && upload.Kind != "image"))
                {
                    return ([], LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "INVALID_URN_ID", "content names media that can't be shown"));
                }

                // Nobody may look for a person's upload: it gets on by itself.
                var status = upload.Owner.StartsWith("urn:li:person:", StringComparison.Ordinal) && upload.Sha256 is not null && !settings().FailsMedia ? "AVAILABLE" : StatusOf(upload);
                if (status != "AVAILABLE")
                {
                    return ([], status == "PROCESSING_FAILED"
                        ? LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "MEDIA_ASSET_PROCESSING_FAILED", "Media asset failed processing")
                        : LinkedInAnswer.Refused(StatusCodes.Status400BadRequest, "MEDIA_ASSET_WAITING_UPLOAD", "Media asset is waiting upload"));
                }

                shown.Add(new SandboxShareMedia(upload.Urn, upload.Length, upload.Sha256!, LinkedInRoutes.TextOf((item as JsonObject)?["altText"])));
            }
        }

        return (shown, null);
    }

    public void Reset()
    {
        lock (_lock)
        {
            _uploads.Clear();
            _total = 0;
        }
    }

    private string StatusOf(Upload upload) => upload.Sha256 is null ? "WAITING_UPLOAD"
        : upload.Looks <= settings().MediaLooks ? "PROCESSING"
        : settings().FailsMedia ? "PROCESSING_FAILED" : "AVAILABLE";

    private JsonObject Image(Upload upload) => new() { ["uploadUrlExpiresAt"] = 4_102_444_800_000, ["uploadUrl"] = AddressOf(upload, 0), ["image"] = upload.Urn };

    private JsonObject Video(Upload upload)
    {
        var pieces = Enumerable.Range(0, upload.PieceCount).Select(piece => (JsonNode)new JsonObject
        {
            ["uploadUrl"] = AddressOf(upload, piece),
            ["firstByte"] = (long)piece * upload.PieceBytes,
            ["lastByte"] = ((long)piece * upload.PieceBytes) + upload.LengthOf(piece) - 1,
        });
        return new JsonObject { ["uploadUrlsExpireAt"] = 4_102_444_800_000, ["video"] = upload.Urn, ["uploadInstructions"] = new JsonArray([.. pieces]), ["uploadToken"] = upload.Token };
    }

    private string AddressOf(Upload upload, int piece) => $"{address()}linkedin/dms-uploads/{upload.Number}/{piece}?sig=sandbox";

    private sealed class Upload(string urn, string owner, string kind, long bytes, int pieceBytes)
    {
        public string Urn => urn;

        public string Owner => owner;

        public string Kind => kind;

        public int PieceBytes => pieceBytes;

        public string Number { get; } = urn[(urn.LastIndexOf(':') + 1)..];

        // Empty for every other one, and given back in any case.
        public string Token => bytes % 2 == 0 ? "" : "sandbox-upload";

        public int PieceCount => (int)((bytes + pieceBytes - 1) / pieceBytes);

        public Dictionary<int, byte[]> Pieces { get; } = [];

        public int Looks { get; set; }

        public long Length { get; private set; }

        public string? Sha256 { get; private set; }

        public long LengthOf(int piece) => piece < 0 || piece >= PieceCount ? -1 : Math.Min(pieceBytes, bytes - ((long)piece * pieceBytes));

        public string NameOf(int piece) => $"/ambry-videoei/signedId/{Number}-{piece}.bin";

        public void Finish(IReadOnlyList<byte[]> pieces)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var piece in pieces)
            {
                hash.AppendData(piece);
            }

            (Length, Sha256) = (pieces.Sum(piece => (long)piece.Length), Convert.ToHexStringLower(hash.GetHashAndReset()));
            Pieces.Clear();
        }
    }
}
