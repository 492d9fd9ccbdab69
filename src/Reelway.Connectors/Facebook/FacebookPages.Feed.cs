using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>Posts on a page's feed.</summary>
public sealed partial class FacebookPages
{
    private static readonly string[] OwnHosts = ["facebook.com", "fb.com", "fb.watch", "fb.me"];

    /// <summary>True when an address leads to Facebook itself, which it takes in texts but not as a post's link (1609008).</summary>
    public static bool LeadsToFacebook(Uri link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return OwnHosts.Any(host =>
            link.Host.Equals(host, StringComparison.OrdinalIgnoreCase) || link.Host.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Puts a post on the page's feed and returns its id, <c>page_post</c>.</summary>
    /// <remarks>A link to Facebook itself, to a video for instance, goes into the message.</remarks>
    public async Task<string> PostToFeedAsync(string pageId, FeedPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var form = Form(pageId, post);
        var (reply, answer) = await PostAsync(
            $"post to the feed of page {pageId}", $"{Uri.EscapeDataString(pageId)}/feed", pageId, CallEffect.Once, form, FacebookJson.Default.IdReply, cancellation);
        return string.IsNullOrEmpty(reply.Id) ? throw _client.Faults.Malformed(answer, "the answer has no id") : reply.Id;
    }

    private List<(string Name, string Value)> Form(string pageId, FeedPost post)
    {
        var ownLink = post.Link is { } link && LeadsToFacebook(link) ? link.AbsoluteUri : null;
        var shown = ownLink is null ? post.Link?.AbsoluteUri : null;
        List<(string, string)> form = [];
        AddText(form, "message", WithLink(post.Message, ownLink));
        if (post.Button is { } button)
        {
            // Facebook wants the button to lead where the post's link leads.
            shown ??= button.Link.AbsoluteUri;
            if (LeadsToFacebook(button.Link) || button.Link.AbsoluteUri != shown)
            {
                throw _client.Faults.Own(
                    CallFault.Permanent, $"the button of a post on page {pageId} must lead where its link leads, outside of Facebook, and not to {button.Link}; nothing was sent");
            }

            AddText(form, "call_to_action", JsonSerializer.Serialize(
                new CallToActionField(JsonNamingPolicy.SnakeCaseUpper.ConvertName(button.Label.ToString()), new CallToActionValue(shown)), FacebookJson.Default.CallToActionField));
        }

        AddText(form, "link", shown);
        foreach (var (at, photo) in post.Photos.Index())
        {
            AddText(form, $"attached_media[{at}]", JsonSerializer.Serialize(new AttachedPhoto(photo), FacebookJson.Default.AttachedPhoto));
        }

        return form.Count > 0 ? form : throw _client.Faults.Own(CallFault.Permanent, $"a post on page {pageId} needs a message or a link; nothing was sent");
    }

    private static string? WithLink(string? message, string? link)
        => link is null || message?.Contains(link, StringComparison.Ordinal) == true ? message
            : string.IsNullOrEmpty(message) ? link : $"{message}\n{link}";
}
