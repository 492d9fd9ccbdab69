using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Library;

namespace Reelway.Talks;

/// <summary>The steps that bring an edited video onto its page.</summary>
internal sealed class VideoPublishing(
    TalkClaims claims, TalkSheets sheets, ConnectionPool connections, MediaLibrary library, Current<TalksOptions> current, TimeProvider time)
{
    /// <summary>The step <c>page</c>: where the talk goes, by the settings and the sheet as they are at this moment.</summary>
    public async Task<TargetPage> FindPageAsync(HeldTalk talk, IStep step)
    {
        var sheet = await sheets.UseProgrammeAsync(step);
        var found = await sheet.FindByTitleAsync(talk.Title, static _ => { }, step.Cancellation);
        var route = PageRouting.Choose(current.Value, found.Talk.Stage, found.Talk.Kind);
        var pages = await connections.UseAsync<FacebookPages>(step, route.Connection);
        var page = await pages.ResolvePageAsync(route.Page, step.Cancellation);
        step.Log(RunLogLevel.Info, $"Goes to the page {page.Name} ({page.Id}).");
        return page.CanPublish
            ? new TargetPage(route.Connection, page.Id, page.Name)
            : throw FaultException.Access(
                $"The connection {route.Connection} may not publish on the page {page.Name} ({page.Id}).",
                "Log in again and select the page with the right to create content, or name another page in the talks' settings, then retry.");
    }

    /// <summary>How often and how long the step <c>link</c> asks.</summary>
    public PollTimes LinkTimes => new(current.Value.ReadyPoll, current.Value.ReadyWithin);

    /// <summary>The step <c>upload.start</c>: the video's id is durable before its first byte is sent.</summary>
    public async Task<UploadState> BeginAsync(HeldTalk talk, EditedVideo video, TargetPage page, IStep step)
    {
        var pages = await page.UseAsync(connections, step);
        await claims.EnsureAsync(talk, step.Cancellation);
        var state = await VideoUpload.BeginAsync(pages, page.Id, video.Bytes, step.Cancellation);
        Note(talk, page, state, step);
        return state;
    }

    /// <summary>The step <c>upload</c>.</summary>
    public async Task<UploadState> SendAsync(HeldTalk talk, EditedVideo video, TargetPage page, UploadState begun, IStep step)
    {
        await ConnectionPool.UseAsync(step, library.Connection);
        var upload = Upload(await page.UseAsync(connections, step), video, page, step);
        var sent = await upload.SendAsync(step.Checkpoint<UploadState>() ?? begun);
        Note(talk, page, sent, step);
        return sent;
    }

    /// <summary>The step <c>publish</c>: finishes the upload, once.</summary>
    /// <returns>The video's id.</returns>
    /// <remarks>
    /// The video is looked at first: an answer that was lost is not asked for again. A session that died in the meantime (throttled for longer
    /// than Facebook keeps it) is replaced here, since the steps before are done.
    /// </remarks>
    public async Task<string> PublishAsync(HeldTalk talk, EditedVideo video, TargetPage page, UploadState sent, string description, IStep step)
    {
        await ConnectionPool.UseAsync(step, library.Connection);
        var pages = await page.UseAsync(connections, step);
        await claims.EnsureAsync(talk, step.Cancellation);
        var upload = Upload(pages, video, page, step);
        var state = step.Checkpoint<UploadState>() ?? sent;
        if (!await IsFinishedAsync(pages, page, state, talk, step))
        {
            state = await upload.SendAsync(state);
            var details = new VideoDetails(talk.Title, description);
            try
            {
                await pages.FinishUploadAsync(page.Id, state.SessionId, details, step.Cancellation);
            }
            catch (ConnectorException fault) when (upload.IsGone(fault))
            {
                state = await upload.SendAsync(await upload.BeginAnewAsync(state));
                await pages.FinishUploadAsync(page.Id, state.SessionId, details, step.Cancellation);
            }
        }

        Note(talk, page, state, step);
        return state.VideoId;
    }

    /// <summary>The step <c>link</c>, asked again and again: where the video can be watched; null while it can't.</summary>
    public async Task<string?> FindLinkAsync(HeldTalk talk, TargetPage page, string videoId, IStep step)
    {
        var pages = await page.UseAsync(connections, step);
        var video = await pages.FindVideoAsync(page.Id, videoId, step.Cancellation)
            ?? throw new FaultException(new Fault(
                FaultKind.Transient, $"Facebook: video {videoId} is not on the page {page.Name}. Look whether somebody removed it."));
        switch (video)
        {
            case { Status: FacebookVideoStatus.Error or FacebookVideoStatus.Expired }:
                throw FaultException.Permanent(
                    $"Facebook could not make video {videoId} of \"{talk.Title}\" watchable: {Errors(video)}. Look at the video on the page {page.Name}.");
            case { Status: FacebookVideoStatus.Ready, Permalink: { } permalink }:
                var link = permalink.AbsoluteUri;
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                step.Commit(session => TalkStore.NoteLinkAsync(session, talk, link, now));
                return link;
            default:
                step.Report((video.Progress ?? 0) / 100.0, "processing");
                return null;
        }
    }

    private static async Task<bool> IsFinishedAsync(FacebookPages pages, TargetPage page, UploadState state, HeldTalk talk, IStep step)
    {
        // Only a finished upload has the title; the status alone may also say that all bytes have arrived.
        var video = await pages.FindVideoAsync(page.Id, state.VideoId, step.Cancellation);
        return video is { Status: FacebookVideoStatus.Processing or FacebookVideoStatus.Ready or FacebookVideoStatus.Error }
            && (video.Status != FacebookVideoStatus.Processing || video.Title == talk.Title || video.Published == true || video.PostId is not null);
    }

    private static string Errors(FacebookVideo video)
        => video.Errors.Count > 0 ? string.Join("; ", video.Errors) : $"its status is {video.Status.ToString().ToLowerInvariant()}";

    private VideoUpload Upload(FacebookPages pages, EditedVideo video, TargetPage page, IStep step) => new(pages, page.Id, library, video, step);

    private void Note(HeldTalk talk, TargetPage page, UploadState state, IStep step)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        step.Commit(session => TalkStore.NoteVideoAsync(session, talk, page.Id, state.VideoId, now));
    }
}

/// <summary>Where a talk goes.</summary>
internal sealed record TargetPage(string Connection, string Id, string Name)
{
    /// <summary>The pages of its connection, for a step that calls this one.</summary>
    public Task<FacebookPages> UseAsync(ConnectionPool connections, IStep step) => connections.UseAsync<FacebookPages>(step, Connection, pages => pages.Scopes(Id));

    /// <summary>Options of the steps that upload: one at a time per page, and many short breaks of the line are forgiven.</summary>
    public StepOptions Uploads() => new()
    {
        Limit = new ResourceLimit($"facebook:page:{Id}"),
        Retry = RetryPolicy.Default with { MaxAttempts = 8 },
    };
}
