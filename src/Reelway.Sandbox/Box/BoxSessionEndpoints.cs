using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Reelway.Sandbox.Box;

/// <summary>Files in parts: a session, its parts with their digests, and the commit.</summary>
internal sealed class BoxSessionEndpoints(BoxWorld world, BoxDeliveries deliveries, BoxOrders orders, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public async Task<BoxReply> BeginAsync(BoxRequest request)
    {
        var body = await request.BodyAsync();
        var bytes = BoxRequest.Value<long?>(body, "file_size") ?? throw BoxException.Bad("'file_size' is required", "missing_file_size");
        var name = BoxRequest.Value<string>(body, "file_name") ?? throw BoxException.Bad("'file_name' is required", "missing_file_name");
        var folder = world.Get(BoxRequest.Value<string>(body, "folder_id") ?? throw BoxException.Bad("'folder_id' is required", "missing_destination"), isFolder: true, request.User);
        if (bytes < world.Settings.SmallestChunkedBytes)
        {
            throw BoxException.Bad($"The file size must be at least {world.Settings.SmallestChunkedBytes} bytes", "file_size_too_small");
        }

        world.EnsureFree(folder, name);
        var session = new BoxUploadSession(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), folder.Id, name, bytes, world.Settings.PartBytes, request.User, time.GetUtcNow() + Lifetime);
        world.Begin(session);
        return new BoxReply(201, Shown(request, session));
    }

    public Task<BoxReply> StatusAsync(BoxRequest request) => Task.FromResult(new BoxReply(200, Shown(request, Session(request))));

    public async Task<BoxReply> PutPartAsync(BoxRequest request)
    {
        var session = Session(request);
        var offset = OffsetOf(request, session);
        if (session.Parts.Any(part => part.Offset == offset))
        {
            throw new BoxException(409, "range_overlaps_existing_part", "The range of the part overlaps an existing part");
        }

        var digest = DigestOf(request);
        var piece = await BoxPiece.StoreAsync(request.Http.Request.Body, world.NewFile(), request.Gone);
        if (piece.Bytes != Math.Min(session.PartBytes, session.Bytes - offset))
        {
            throw BoxException.Bad("The part has not the size that was asked for", "invalid_part_size");
        }

        if (piece.Sha1 != digest)
        {
            throw new BoxException(412, "digest_mismatch", "The digest does not match the content");
        }

        var stored = new BoxPart(Convert.ToHexString(RandomNumberGenerator.GetBytes(4)), offset, piece);
        if (!session.Add(stored))
        {
            throw new BoxException(409, "range_overlaps_existing_part", "The range of the part overlaps an existing part");
        }

        await session.HashAsync(request.Gone);
        return orders.TakePartStoredBehind500() ? throw new BoxException(500, "internal_server_error", "Internal server error") : new BoxReply(200, new JsonObject { ["part"] = Shown(stored) });
    }

    public Task<BoxReply> ListPartsAsync(BoxRequest request)
    {
        var (parts, from, limit) = (Session(request).Parts, request.Number("offset", 0), Math.Min(1000, request.Number("limit", 100)));
        return from > 10_000
            ? throw BoxException.Bad("'offset' must not be greater than 10000", "requested_page_out_of_range")
            : Task.FromResult(new BoxReply(200, new JsonObject
            {
                ["total_count"] = parts.Count,
                ["offset"] = from,
                ["limit"] = limit,
                ["order"] = new JsonArray(new JsonObject { ["by"] = "offset", ["direction"] = "ASC" }),
                ["entries"] = new JsonArray([.. parts.Skip(from).Take(limit).Select(Shown)]),
            }));
    }

    public async Task<BoxReply> CommitAsync(BoxRequest request)
    {
        var session = Session(request);
        var body = await request.BodyAsync();
        var named = (body["parts"] as JsonArray ?? throw BoxException.Bad("'parts' is required", "missing_parts")).OfType<JsonObject>()
            .Select(part => (BoxRequest.Value<string>(part, "part_id"), BoxRequest.Value<long>(part, "offset"), BoxRequest.Value<long>(part, "size"))).ToList();
        var parts = session.Parts;
        if (!named.SequenceEqual(parts.Select(part => ((string?)part.Id, part.Offset, part.Piece.Bytes))) || parts.Sum(part => part.Piece.Bytes) != session.Bytes)
        {
            throw BoxException.Bad("The parts are not all those that were uploaded, in the order of their offsets", "parts_mismatch");
        }

        if (await session.HashAsync(request.Gone) is not { } sha1 || sha1 != DigestOf(request))
        {
            throw new BoxException(412, "digest_mismatch", "The digest does not match the content");
        }

        session.CommitWaits ??= world.Settings.CommitWaits;
        if (session.CommitWaits > 0)
        {
            session.CommitWaits--;
            return new BoxReply(202) { RetryAfter = TimeSpan.FromSeconds(world.Settings.RetryAfterSeconds) };
        }

        var folder = world.Get(session.FolderId, isFolder: true, request.User);
        var file = world.AddFile(folder, session.Name, new BoxContent([.. parts.Select(part => part.Piece)], session.Bytes, sha1), request.User);
        world.End(session);
        deliveries.Announce("FILE.UPLOADED", file, request.User);
        return new BoxReply(201, new JsonObject { ["total_count"] = 1, ["entries"] = new JsonArray(world.Full(file)) });
    }

    public Task<BoxReply> AbortAsync(BoxRequest request)
    {
        world.End(Session(request));
        return Task.FromResult(new BoxReply(204));
    }

    private BoxUploadSession Session(BoxRequest request) => world.Session(request.Route("session"));

    private static long OffsetOf(BoxRequest request, BoxUploadSession session)
        => ContentRangeHeaderValue.TryParse(request.Header("Content-Range"), out var range) && range is { Unit.Value: "bytes", From: { } from, To: { } to }
            && range.Length == session.Bytes && from % session.PartBytes == 0 && from < session.Bytes && to == Math.Min(from + session.PartBytes, session.Bytes) - 1
                ? from
                : throw new BoxException(416, "requested_range_not_satisfiable", "The range of the part is not one of this upload");

    private static string DigestOf(BoxRequest request)
    {
        var header = request.Header("Digest");
        var bytes = new byte[64];
        return header.StartsWith("sha=", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header[4..], bytes, out var count) && count == 20
            ? Convert.ToHexStringLower(bytes.AsSpan(0, count))
            : throw BoxException.Bad("The header Digest must be \"sha=\" and the SHA-1 in base 64", "invalid_digest");
    }

    private static JsonObject Shown(BoxPart part) => new() { ["part_id"] = part.Id, ["offset"] = part.Offset, ["size"] = part.Piece.Bytes, ["sha1"] = part.Piece.Sha1 };

    private static JsonObject Shown(BoxRequest request, BoxUploadSession session)
    {
        var self = string.Create(CultureInfo.InvariantCulture, $"{request.Base}/api/2.0/files/upload_sessions/{session.Id}");
        return new JsonObject
        {
            ["id"] = session.Id,
            ["type"] = "upload_session",
            ["session_expires_at"] = BoxTime.Text(session.ExpiresAt),
            ["part_size"] = session.PartBytes,
            ["total_parts"] = session.TotalParts,
            ["num_parts_processed"] = session.Parts.Count,
            ["session_endpoints"] = new JsonObject
            {
                ["upload_part"] = self,
                ["commit"] = $"{self}/commit",
                ["abort"] = self,
                ["list_parts"] = $"{self}/parts",
                ["status"] = self,
                ["log_event"] = $"{self}/log",
            },
        };
    }
}
