using System.Globalization;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>One video after its upload was started, and the list of a page's videos.</summary>
internal sealed class VideoEndpoints(FacebookWorld world, Mentions mentions, TimeProvider time)
{
    private const string Kind = "Video";

    /// <summary>The stand-in does not look into the file, so it knows no length; a post exists once the video is out.</summary>
    private static readonly string[] Optional = ["length", "post_id", "scheduled_publish_time", "picture", "source"];

    public JsonObject Get(GraphCall call, SandboxVideo video)
    {
        RequireVisible(call, video);
        var fields = call.Find("fields");
        if (fields?.Contains("status", StringComparison.Ordinal) == true)
        {
            video = world.Change(video.Id, Poll) ?? throw new GraphException(GraphError.NotFound(video.Id));
        }

        return Select(fields, video);
    }

    public JsonObject List(GraphCall call, SandboxPage page)
    {
        call.RequireReader(page);
        return GraphPaging.Cut(call, [.. world.Videos
            .Where(video => video.PageId == page.Id && video.Sha256 is not null)
            .Reverse()
            .Select(video => Select(call.Find("fields"), video))]);
    }

    /// <summary>On creation the title is called <c>title</c>, here it is <c>name</c>; <c>title</c> is ignored without a word.</summary>
    public JsonObject Update(GraphCall call, SandboxVideo video)
    {
        RequireVisible(call, video);
        call.RequirePublisher(world.RequirePage(video.PageId));
        var description = call.Find("description");
        var mentioned = description is null ? null : mentions.In(description);
        var published = call.FindSwitch("published");
        var scheduled = Schedule.Read(call, published ?? video.Published, time);
        world.Change(video.Id, current => current with
        {
            Title = call.Find("name") ?? current.Title,
            Description = description ?? current.Description,
            Mentions = mentioned ?? current.Mentions,
            Published = published ?? current.Published,
            ScheduledPublishTime = published == true ? null : scheduled ?? current.ScheduledPublishTime,
        });
        return new JsonObject { ["success"] = true };
    }

    public JsonObject Delete(GraphCall call, SandboxVideo video)
    {
        RequireVisible(call, video);
        call.RequirePublisher(world.RequirePage(video.PageId));
        world.RemoveVideo(video.Id);
        return new JsonObject { ["success"] = true };
    }

    private static void RequireVisible(GraphCall call, SandboxVideo video)
    {
        if (call.Token.Kind == TokenKind.App || (call.Token.PageId is { } page && page != video.PageId))
        {
            throw new GraphException(GraphError.NotFound(video.Id));
        }
    }

    private SandboxVideo Poll(SandboxVideo video) => video switch
    {
        { Status: not VideoStatus.Processing } => video,
        { PollsLeft: > 0 } => video with { PollsLeft = video.PollsLeft - 1 },
        _ => video with { Status = world.Settings.Processing == ProcessingOutcome.Ready ? VideoStatus.Ready : VideoStatus.Error },
    };

    private static JsonObject Select(string? fields, SandboxVideo video)
    {
        var node = new JsonObject
        {
            ["id"] = video.Id,
            ["title"] = video.Title,
            ["description"] = video.Description,
            ["permalink_url"] = video.Permalink,
            ["published"] = video.Published && video.Status == VideoStatus.Ready,
            ["created_time"] = Time(video.CreatedAt),
            ["updated_time"] = Time(video.CreatedAt),
            ["from"] = new JsonObject { ["id"] = video.PageId },
            ["status"] = Status(video),
        };
        if (video is { Status: VideoStatus.Ready, Published: true })
        {
            node["post_id"] = $"{video.PageId}_{video.Id}";
        }

        if (video.ScheduledPublishTime is { } scheduled)
        {
            node["scheduled_publish_time"] = scheduled.ToUnixTimeSeconds();
        }

        return GraphFields.Select(node, fields, "id,description,updated_time", Kind, Optional);
    }

    private static JsonObject Status(SandboxVideo video)
    {
        var name = video.Status.ToString().ToLowerInvariant();
        var uploaded = video.Sha256 is not null;
        var uploading = new JsonObject
        {
            ["status"] = uploaded ? "complete" : "in_progress",
            ["bytes_transferred"] = video.Bytes,
            ["source_file_size"] = video.FileSize,
        };
        var processing = new JsonObject
        {
            ["status"] = video.Status switch
            {
                VideoStatus.Ready => "complete",
                VideoStatus.Error => "error",
                VideoStatus.Processing => "in_progress",
                _ => "not_started",
            },
        };
        if (video.Status == VideoStatus.Error)
        {
            processing["errors"] = new JsonArray(new JsonObject { ["code"] = 1363020, ["message"] = "The video could not be processed." });
        }

        var publishing = new JsonObject
        {
            ["status"] = video.Status == VideoStatus.Ready ? "complete" : "not_started",
            ["publish_status"] = video.Published ? "published" : video.ScheduledPublishTime is null ? "draft" : "scheduled",
            ["publish_time"] = Time(video.ScheduledPublishTime ?? video.CreatedAt),
        };
        return new JsonObject
        {
            ["video_status"] = name,
            ["processing_progress"] = video.Status == VideoStatus.Ready ? 100 : video.Status == VideoStatus.Processing ? 100 / (video.PollsLeft + 2) : 0,
            ["uploading_phase"] = uploading,
            ["processing_phase"] = processing,
            ["publishing_phase"] = publishing,
        };
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
}
