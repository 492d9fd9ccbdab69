using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Facebook;

/// <summary>The resumable upload: start, transfer, finish, cancel. The server names the windows; anything else is refused.</summary>
internal sealed class VideoUpload(FacebookWorld world, Mentions mentions, TimeProvider time)
{
    /// <summary>Abandoned sessions are said to end after about a day.</summary>
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new(StringComparer.Ordinal);

    public async Task<JsonObject> HandleAsync(GraphCall call, SandboxPage page, CancellationToken cancellation)
        => call.Need("upload_phase") switch
        {
            "start" => Start(call, page),
            "transfer" => await InTurnAsync(call, page, session => TransferAsync(call, session, cancellation), cancellation),
            "finish" => await InTurnAsync(call, page, session => FinishAsync(call, session, cancellation), cancellation),
            "cancel" => await InTurnAsync(call, page, CancelAsync, cancellation),
            _ => throw new GraphException(GraphError.InvalidParameter("Param upload_phase must be one of {start, transfer, finish, cancel}")),
        };

    public void Reset()
    {
        foreach (var id in _sessions.Keys)
        {
            if (_sessions.TryRemove(id, out var session))
            {
                session.Closed = true;
            }
        }
    }

    private JsonObject Start(GraphCall call, SandboxPage page)
    {
        var size = call.NeedNumber("file_size");
        if (size == 0 || size > world.Settings.LargestVideoBytes)
        {
            throw new GraphException(GraphError.InvalidParameter(
                $"Param file_size must be between 1 and {world.Settings.LargestVideoBytes.ToString(CultureInfo.InvariantCulture)}"));
        }

        var session = new UploadSession(world.NextId(), world.NextId(), page.Id, size, time.GetUtcNow());
        session.OpenWindow(0, world.Settings);
        world.Put(new SandboxVideo(
            session.VideoId, page.Id, "", "", Published: false, null, 0, size, null, world.FileOf(session.VideoId),
            $"/{page.Username ?? page.Id}/videos/{session.VideoId}/", VideoStatus.Uploading, [], 0, session.StartedAt));
        _sessions[session.Id] = session;
        return new JsonObject
        {
            ["upload_session_id"] = session.Id,
            ["video_id"] = session.VideoId,
            ["start_offset"] = session.Start.ToString(CultureInfo.InvariantCulture),
            ["end_offset"] = session.End.ToString(CultureInfo.InvariantCulture),
        };
    }

    private async Task<JsonObject> TransferAsync(GraphCall call, UploadSession session, CancellationToken cancellation)
    {
        var offset = call.NeedNumber("start_offset");
        var chunk = call.File("video_file_chunk");
        if (offset != session.Start || (chunk?.Length ?? 0) != session.End - session.Start)
        {
            throw new GraphException(GraphError.WrongOffset(session.Start, session.End));
        }

        if (chunk is { Length: > 0 })
        {
            await AppendAsync(chunk, session, cancellation);
        }

        return new JsonObject { ["start_offset"] = session.Start, ["end_offset"] = session.End };
    }

    private async Task AppendAsync(IFormFile chunk, UploadSession session, CancellationToken cancellation)
    {
        await using (var file = new FileStream(world.FileOf(session.VideoId), FileMode.OpenOrCreate, FileAccess.Write))
        {
            // What an append that broke off left behind is overwritten.
            file.SetLength(session.Start);
            file.Position = session.Start;
            await chunk.CopyToAsync(file, cancellation);
        }

        session.OpenWindow(session.End, world.Settings);
        world.Change(session.VideoId, video => video with { Bytes = session.Start });
    }

    private async Task<JsonObject> FinishAsync(GraphCall call, UploadSession session, CancellationToken cancellation)
    {
        if (session.Start != session.FileSize)
        {
            throw new GraphException(GraphError.InvalidParameter(
                $"The upload is not complete: {session.Start} of {session.FileSize} bytes have arrived"));
        }

        var description = call.Find("description") ?? "";
        var mentioned = mentions.In(description);
        var published = call.FindSwitch("published") ?? true;
        var scheduled = Schedule.Read(call, published, time);
        string sha256;
        await using (var file = File.OpenRead(world.FileOf(session.VideoId)))
        {
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        }

        Close(session);
        world.Change(session.VideoId, video => video with
        {
            Title = call.Find("title") ?? "",
            Description = description,
            Mentions = mentioned,
            Published = published,
            ScheduledPublishTime = scheduled,
            Sha256 = sha256,
            Status = VideoStatus.Processing,
            PollsLeft = world.Settings.PollsUntilProcessed,
        });
        return new JsonObject { ["success"] = true };
    }

    private Task<JsonObject> CancelAsync(UploadSession session)
    {
        Close(session);
        world.RemoveVideo(session.VideoId);
        return Task.FromResult(new JsonObject { ["success"] = true });
    }

    private void Close(UploadSession session)
    {
        session.Closed = true;
        _sessions.TryRemove(session.Id, out _);
    }

    private async Task<JsonObject> InTurnAsync(
        GraphCall call, SandboxPage page, Func<UploadSession, Task<JsonObject>> work, CancellationToken cancellation)
    {
        var id = call.Need("upload_session_id");
        if (!_sessions.TryGetValue(id, out var session) || session.PageId != page.Id)
        {
            throw new GraphException(GraphError.NotFound(id));
        }

        await session.Turn.WaitAsync(cancellation);
        try
        {
            if (!session.Closed && time.GetUtcNow() - session.StartedAt >= SessionLife)
            {
                Close(session);
                world.Change(session.VideoId, video => video with { Status = VideoStatus.Expired });
            }

            return session.Closed ? throw new GraphException(GraphError.NotFound(id)) : await work(session);
        }
        finally
        {
            session.Turn.Release();
        }
    }
}
