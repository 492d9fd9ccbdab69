using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Connectors.Posting;

namespace Reelway.Connectors.Facebook;

/// <summary>Posts that are there, their photos, comments and figures.</summary>
public sealed partial class FacebookPages
{
    private const string Views = "post_media_view";
    private const string Clicks = "post_clicks";
    private const string Reactions = "post_reactions_by_type_total";
    private const string Activity = "post_activity_by_action_type";

    // What is served changes for all versions at once, and one name that is not fails the whole call.
    private static readonly string[] Figures = [Views, Clicks, Reactions, Activity];

    /// <summary>Uploads a photo that nobody sees before a post shows it; one that none shows is forgotten within a day.</summary>
    internal async Task<string> UploadPhotoAsync(string pageId, PostMedia photo, Stream content, CancellationToken cancellation)
    {
        List<(string, string)> fields = [("published", "false")];
        AddText(fields, "alt_text_custom", photo.AltText);
        FileWindow File() => new(FacebookConnector.Name, content, 0, content.Length) { Headers = { ContentType = new MediaTypeHeaderValue(photo.ContentType) } };
        var (reply, answer) = await WithPageTokenAsync(
            pageId,
            token => _client.PostFileAsync(
                $"upload a photo to page {pageId}", $"{Uri.EscapeDataString(pageId)}/photos", token, fields, "source", File, FacebookJson.Default.IdReply, cancellation),
            cancellation);
        return string.IsNullOrEmpty(reply.Id) ? throw _client.Faults.Malformed(answer, "the answer has no id") : reply.Id;
    }

    /// <summary>Comments on a post as the page.</summary>
    internal async Task<string> CommentAsync(string pageId, string postId, string text, CancellationToken cancellation)
    {
        var (reply, answer) = await PostAsync(
            $"comment on post {postId}", $"{Uri.EscapeDataString(postId)}/comments", pageId, CallEffect.Once, [("message", text)], FacebookJson.Default.IdReply, cancellation);
        return string.IsNullOrEmpty(reply.Id) ? throw _client.Faults.Malformed(answer, "the answer has no id") : reply.Id;
    }

    /// <summary>The page's newest posts, or the newest comments on one of them.</summary>
    /// <remarks>Not its feed: that has what others post on the page too, and leaves some out.</remarks>
    internal async Task<IReadOnlyList<PostRow>> NewestAsync(string pageId, string? commentsOn, CancellationToken cancellation)
    {
        var path = commentsOn is null ? $"{Uri.EscapeDataString(pageId)}/published_posts" : $"{Uri.EscapeDataString(commentsOn)}/comments";
        List<(string, string)> query = [("fields", commentsOn is null ? "id,message,created_time" : "id,message,created_time,from"), ("limit", "100")];
        if (commentsOn is not null)
        {
            query.Add(("filter", "toplevel"));
            query.Add(("order", "reverse_chronological"));
        }

        var (reply, answer) = await WithPageTokenAsync(
            pageId, token => _client.GetAsync("read the newest posts", path, token, query, FacebookJson.Default.PostsReply, cancellation), cancellation);
        var rows = reply.Data ?? throw _client.Faults.Malformed(answer, "the answer has no data");
        return [.. rows.Where(row => row is not null && (row.From?.Id is not { } author || author == pageId))];
    }

    /// <summary>Gives a post, or a comment, another text.</summary>
    internal async Task ChangePostAsync(string pageId, string postId, string text, CancellationToken cancellation)
    {
        var (reply, answer) = await PostAsync(
            $"change post {postId}", Uri.EscapeDataString(postId), pageId, CallEffect.Repeatable, [("message", text)], FacebookJson.Default.SuccessReply, cancellation);
        RequireSuccess(reply, answer);
    }

    /// <summary>Deletes a post, a comment or a video. One that is gone counts as deleted.</summary>
    internal async Task DeleteAsync(string pageId, string id, CancellationToken cancellation)
    {
        try
        {
            var (reply, answer) = await WithPageTokenAsync(
                pageId, token => _client.DeleteAsync($"delete post {id}", Uri.EscapeDataString(id), token, FacebookJson.Default.SuccessReply, cancellation), cancellation);
            RequireSuccess(reply, answer);
        }
        catch (ConnectorException fault) when (IsMissingObject(fault))
        {
            // Gone, or not to be deleted by this page: a look tells which.
            if (await ExistsAsync(pageId, id, cancellation))
            {
                throw;
            }
        }
    }

    /// <summary>What Facebook has counted of a post.</summary>
    internal async Task<PostMeasure> MeasureAsync(string pageId, string postId, CancellationToken cancellation)
    {
        try
        {
            var (found, missing) = await FiguresAsync(pageId, postId, cancellation);
            var activity = found.GetValueOrDefault(Activity);
            return new PostMeasure(
                found.GetValueOrDefault(Reactions)?.Values.Sum(), activity is null ? null : activity.GetValueOrDefault("share"), activity is null ? null : activity.GetValueOrDefault("comment"),
                found.GetValueOrDefault(Views)?.Values.Sum(), found.GetValueOrDefault(Clicks)?.Values.Sum())
            {
                Unread = missing.Count == 0 ? null : $"Facebook does not count {string.Join(", ", missing)} any more.",
            };
        }
        catch (ConnectorException fault) when (fault is { Kind: CallFault.Auth, IsDenied: true })
        {
            return new PostMeasure { Unread = "Facebook shows figures with the permission read_insights only: log in with a token that has it." };
        }
    }

    private async Task<(Dictionary<string, Dictionary<string, long>> Found, IReadOnlyList<string> Missing)> FiguresAsync(string pageId, string postId, CancellationToken cancellation)
    {
        try
        {
            return (await InsightsAsync(pageId, postId, string.Join(',', Figures), cancellation), []);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == GraphCodes.InvalidParameter)
        {
            var found = new Dictionary<string, Dictionary<string, long>>();
            var missing = new List<string>();
            foreach (var figure in Figures)
            {
                try
                {
                    foreach (var (name, values) in await InsightsAsync(pageId, postId, figure, cancellation))
                    {
                        found[name] = values;
                    }
                }
                catch (ConnectorException alone) when (alone.RemoteCode == GraphCodes.InvalidParameter)
                {
                    missing.Add(figure);
                }
            }

            return (found, missing);
        }
    }

    private async Task<Dictionary<string, Dictionary<string, long>>> InsightsAsync(string pageId, string postId, string figures, CancellationToken cancellation)
    {
        var (reply, answer) = await WithPageTokenAsync(
            pageId,
            token => _client.GetAsync(
                $"read the figures of post {postId}", $"{Uri.EscapeDataString(postId)}/insights", token, [("metric", figures)], FacebookJson.Default.InsightsReply, cancellation),
            cancellation);
        var rows = reply.Data ?? throw _client.Faults.Malformed(answer, "the answer has no data");
        return rows.Where(row => row?.Name is not null && row.Values is [{ Value: not null }, ..]).DistinctBy(row => row.Name).ToDictionary(row => row.Name!, row => NumbersIn(row.Values![0].Value!.Value));
    }

    // One number, or one for each kind.
    private static Dictionary<string, long> NumbersIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => new() { [""] = number },
        JsonValueKind.Object => value.EnumerateObject().Where(kind => kind.Value.ValueKind == JsonValueKind.Number && kind.Value.TryGetInt64(out _)).DistinctBy(kind => kind.Name)
            .ToDictionary(kind => kind.Name, kind => kind.Value.GetInt64()),
        _ => [],
    };

    private async Task<bool> ExistsAsync(string pageId, string id, CancellationToken cancellation)
    {
        try
        {
            await WithPageTokenAsync(
                pageId, token => _client.GetAsync($"look for post {id}", Uri.EscapeDataString(id), token, [("fields", "id")], FacebookJson.Default.IdReply, cancellation), cancellation);
            return true;
        }
        catch (ConnectorException fault) when (IsMissingObject(fault))
        {
            return false;
        }
    }
}
