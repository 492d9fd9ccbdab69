using System.Globalization;
using Reelway.Connections;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Library;
using Reelway.Media;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The step <c>pictures</c>: a poster and a strip of small frames of the clip, for those who look at the talk.</summary>
/// <remarks>Nobody's talk is held up for a picture: what can't be made is left out, and the run's log says why.</remarks>
internal sealed class ClipPictures(
    TalkClaims claims, PosterMaker posters, ScrubStripMaker strips, ScratchSpace scratch, MediaLibrary library, Current<TalksOptions> current, TimeProvider time)
{
    /// <summary>Makes them.</summary>
    public async Task<TalkPictures> MakeAsync(HeldTalk talk, EditedVideo video, IStep step)
    {
        if (!current.Value.Pictures)
        {
            step.Log(RunLogLevel.Info, "No pictures are made: talks.pictures is off.");
            return new TalkPictures(null, null);
        }

        await ConnectionPool.UseAsync(step, library.Connection);
        await claims.EnsureAsync(talk, step.Cancellation);
        var poster = await TryAsync("poster", () => PosterAsync(talk, video, step), step);
        var strip = await TryAsync("strip of frames", () => StripAsync(talk, video, step), step);
        var pictures = new TalkPictures(poster, strip);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        step.Commit(session => TalkStore.NotePicturesAsync(session, talk, pictures, now));
        return pictures;
    }

    private async Task<TalkPoster> PosterAsync(HeldTalk talk, EditedVideo video, IStep step)
    {
        using var folder = scratch.Open();
        var source = await library.FetchAsync(video.Kept, folder.File("talk.mp4"), step.Cancellation);
        var made = await posters.MakeAsync(
            new PosterRequest
            {
                // Of the talk, not of what is shown before and after it.
                Source = source,
                PictureTrack = 1,
                Output = folder.File("poster.jpg"),
                Start = TimeSpan.FromSeconds(video.IntroSeconds),
                End = video.OutroSeconds > 0 ? TimeSpan.FromSeconds(video.DurationSeconds - video.OutroSeconds) : null,
                Fade = current.Value.Fade,
            },
            step.Cancellation);
        step.Log(
            made.Remark is null ? RunLogLevel.Info : RunLogLevel.Warning,
            string.Create(CultureInfo.InvariantCulture, $"Poster: the frame at {ClipTime.Format(made.At)}, {made.Reason}.{(made.Remark is null ? "" : " " + made.Remark)}"));
        var file = await library.KeepAsync(made.Output, talk.Folder, TalkTitle.ToFileName(talk.Title) + ".jpg", step.Cancellation);
        return new TalkPoster(file, made.Width, made.Height, (long)made.At.TotalMilliseconds);
    }

    private async Task<TalkStrip> StripAsync(HeldTalk talk, EditedVideo video, IStep step)
    {
        using var folder = scratch.Open();
        var source = await library.FetchAsync(video.Kept, folder.File("talk.mp4"), step.Cancellation);
        var made = await strips.MakeAsync(source, folder.File("strip.jpg"), step.Cancellation);
        var file = await library.KeepAsync(made.Output, talk.Folder, TalkTitle.ToFileName(talk.Title) + ".strip.jpg", step.Cancellation);
        return new TalkStrip(file, made.FrameWidth, made.FrameHeight, [.. made.Times.Select(at => (long)at.TotalMilliseconds)]);
    }

    private static async Task<T?> TryAsync<T>(string what, Func<Task<T>> make, IStep step)
        where T : class
    {
        try
        {
            return await make();
        }
        catch (Exception fault) when (fault is MediaException or FaultException or IOException or UnauthorizedAccessException)
        {
            step.Log(RunLogLevel.Warning, $"The talk goes on without a {what}: {fault.Message}");
            return null;
        }
    }
}
