using Reelway.Engine;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The flow that takes a recording to its page and tells everybody.</summary>
/// <remarks>The steps' names are stored with every run: they never change. What a step needs of sheets and settings it reads itself, so that a retry takes what was corrected.</remarks>
[Flow(Flow, Queue = Queue)]
internal sealed class PublishTalk(
    TalkClaims claims, RecordingEdit editing, ClipPictures pictures, VideoPublishing publishing, SpeakerNotifications telling) : IFlow<TalkRecorded, PublishedTalk>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "talks.publish";

    /// <summary>The queue of its runs: only machines that have the media tools need serve it.</summary>
    public const string Queue = "media";

    /// <summary>The pool of this machine that media work takes its places from.</summary>
    public const string MediaPool = "media";

    /// <summary>The step that looks for the talk.</summary>
    public const string FindStep = "find";

    /// <summary>The step whose outcome, a <see cref="Claim"/>, says which talk the run works on.</summary>
    public const string ClaimStep = "claim";

    /// <summary>The step that makes the clip, and asks a person first when its times are hardly meant.</summary>
    public const string EditStep = "edit";

    /// <inheritdoc/>
    public async Task<PublishedTalk> RunAsync(TalkRecorded input, IRun run)
    {
        var found = await run.StepAsync(FindStep, step => claims.FindAsync(input, run.Id, step));
        var claim = await run.StepAsync(ClaimStep, step => claims.ClaimAsync(input, found.Title, run.Id, step));
        if (claim.AlreadyAt is { } before)
        {
            await run.SkipAsync(EditStep, $"The talk is published already, at {before}.");
            return new PublishedTalk(claim.Talk, found.Title, before, VideoId: null);
        }

        var talk = new HeldTalk(TalkId.Parse(claim.Talk), found.Title, run.Id);
        var video = await run.StepAsync(EditStep, step => editing.EditAsync(input, talk, step), new StepOptions { MachinePool = MediaPool });
        if (await run.ChangedAsync("pictures are made"))
        {
            await run.StepAsync("pictures", step => pictures.MakeAsync(talk, video, step), new StepOptions { MachinePool = MediaPool });
        }

        var announcement = await run.StepAsync("describe", step => telling.DescribeAsync(talk, step));
        var published = await PublishAsync(run, talk, video, announcement.Description);
        if (announcement.PostToFeed)
        {
            await PostAsync(run, talk, published.Page, published.Video.Link);
        }

        await Task.WhenAll(announcement.Recipients.Select(recipient => announcement.NoMails is { } reason
            ? run.SkipAsync(recipient.Step, reason)
            : MailAsync(run, talk, recipient, announcement, published.Video.Link)));
        await run.StepAsync("sheet", step => telling.WriteLinkAsync(talk, published.Video.Link, step));
        await run.StepAsync("announce", step => telling.AnnounceAsync(talk, published.Video, step));
        return new PublishedTalk(claim.Talk, found.Title, published.Video.Link, published.Video.VideoId);
    }

    private async Task<(TargetPage Page, PublishedVideo Video)> PublishAsync(IRun run, HeldTalk talk, EditedVideo video, string description)
    {
        var page = await run.StepAsync("page", step => publishing.FindPageAsync(talk, step));
        var begun = await run.StepAsync("upload.start", step => publishing.BeginAsync(talk, video, page, step));
        var sent = await run.StepAsync("upload", step => publishing.SendAsync(talk, video, page, begun, step), page.Uploads());
        var videoId = await run.StepAsync(
            "publish", step => publishing.PublishAsync(talk, video, page, sent, description, step), page.Uploads());
        var link = await run.PollAsync("link", _ => publishing.LinkTimes, step => publishing.FindLinkAsync(talk, page, videoId, step));
        return (page, new PublishedVideo(page.Id, videoId, link));
    }

    private async Task PostAsync(IRun run, HeldTalk talk, TargetPage page, string link)
    {
        try
        {
            await run.OnceAsync("post", step => telling.PostAsync(talk, page, link, step));
        }
        catch (FaultException fault)
        {
            run.MarkPartial($"The call to watch was not posted: {fault.Message}");
        }
    }

    // Each mail is a step of its own, so that a failing address neither stops nor repeats the others.
    private async Task MailAsync(IRun run, HeldTalk talk, Recipient recipient, Announcement announcement, string link)
    {
        try
        {
            await run.OnceAsync(recipient.Step, step => telling.MailAsync(talk, recipient, announcement.Recipients, link, step));
        }
        catch (FaultException fault)
        {
            run.MarkPartial($"{EnglishList.Join(recipient.Names)} {(recipient.Names.Count > 1 ? "were" : "was")} not notified: {fault.Message}");
        }
    }
}

/// <summary>What became of a recording.</summary>
/// <param name="Talk">The talk's id.</param>
/// <param name="VideoId">The video that this run published; null when the talk had been published before.</param>
internal sealed record PublishedTalk(string Talk, string Title, string Link, string? VideoId);
