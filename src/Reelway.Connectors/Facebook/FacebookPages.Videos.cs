using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>Videos that are there.</summary>
public sealed partial class FacebookPages
{
    private const string VideoFields = "id,permalink_url,status,published,post_id,title,description,length";

    // Graph answers addresses of videos without the host.
    private const string Website = "https://www.facebook.com";

    /// <summary>The video; null when it does not exist or the page can't see it.</summary>
    public async Task<FacebookVideo?> FindVideoAsync(string pageId, string videoId, CancellationToken cancellation)
    {
        try
        {
            var (reply, answer) = await WithPageTokenAsync(
                pageId,
                token => _client.GetAsync(
                    $"read video {videoId}", Uri.EscapeDataString(videoId), token, [("fields", VideoFields)], FacebookJson.Default.VideoReply, cancellation),
                cancellation);
            return string.IsNullOrEmpty(reply.Id) ? throw _client.Faults.Malformed(answer, "the answer has no id") : VideoFrom(reply);
        }
        catch (ConnectorException fault) when (IsMissingObject(fault))
        {
            return null;
        }
    }

    /// <summary>Gives the video another title and description; what is null stays as it is.</summary>
    public async Task UpdateVideoAsync(string pageId, string videoId, string? name, string? description, CancellationToken cancellation)
    {
        List<(string, string)> form = [];
        if (name is not null)
        {
            // What is the title when a video is made is its name when it is changed.
            form.Add(("name", name));
        }

        if (description is not null)
        {
            form.Add(("description", description));
        }

        if (form.Count == 0)
        {
            return;
        }

        var (reply, answer) = await PostAsync(
            $"change video {videoId}", Uri.EscapeDataString(videoId), pageId, CallEffect.Repeatable, form, FacebookJson.Default.SuccessReply, cancellation);
        RequireSuccess(reply, answer);
    }

    private static bool IsMissingObject(ConnectorException fault) => fault.RemoteCode == $"100/{GraphCodes.ObjectMissing}";

    private FacebookVideo VideoFrom(VideoReply reply) => new(
        reply.Id!,
        reply.Title,
        reply.Description,
        StatusOf(reply.Status?.VideoStatus),
        reply.Status?.ProcessingProgress is { } progress ? (int)Math.Clamp(progress, 0, 100) : null,
        AbsoluteLink(reply.PermalinkUrl),
        reply.Length,
        reply.PostId,
        reply.Published,
        [.. ErrorsOf(reply.Status)]);

    private static FacebookVideoStatus StatusOf(string? word) => word switch
    {
        "uploading" => FacebookVideoStatus.Uploading,
        "upload_complete" or "processing" => FacebookVideoStatus.Processing,
        "ready" => FacebookVideoStatus.Ready,
        "error" or "upload_failed" => FacebookVideoStatus.Error,
        "expired" => FacebookVideoStatus.Expired,
        _ => FacebookVideoStatus.Unknown,
    };

    private static Uri? AbsoluteLink(string? link)
        => string.IsNullOrEmpty(link) ? null
            // Put together as text: "//host/…" would replace the host.
            : link.StartsWith('/') ? new Uri(Website + link)
            : Uri.TryCreate(link, UriKind.Absolute, out var absolute) ? absolute : null;

    private IEnumerable<string> ErrorsOf(VideoStatusReply? status)
        => from phase in new[] { status?.UploadingPhase, status?.ProcessingPhase, status?.PublishingPhase }
           from errors in new[] { phase?.Errors, phase?.Error }
           where errors is not null
           from error in Each(errors.Value)
           select _redactor.Excerpt(TextOf(error));

    private static IEnumerable<JsonElement> Each(JsonElement value)
        => value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object or JsonValueKind.String => [value],
            _ => [],
        };

    private static string TextOf(JsonElement error)
        => error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            ? message.GetString()!
            : error.ToString();
}
