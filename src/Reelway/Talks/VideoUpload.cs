using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Engine;
using Reelway.Library;

namespace Reelway.Talks;

/// <summary>One attempt to bring a video's bytes to a page, from wherever the last attempt stopped.</summary>
internal sealed class VideoUpload(FacebookPages pages, string pageId, MediaLibrary library, EditedVideo video, IStep step)
{
    /// <summary>Answers in a row that want the same bytes again; then the attempt is given up.</summary>
    private const int MostStandstills = 3;

    /// <summary>Graph's code for an object that is not there, or not any more.</summary>
    private const string MissingObject = "100/33";

    private bool _hasBegunAnew;

    /// <summary>Begins an upload; nothing of the file is sent yet.</summary>
    public static async Task<UploadState> BeginAsync(FacebookPages pages, string pageId, long bytes, CancellationToken cancellation)
    {
        var session = await pages.StartUploadAsync(pageId, bytes, cancellation);
        return new UploadState(session.SessionId, session.VideoId, session.Window.Start, session.Window.End);
    }

    /// <summary>Sends what is wanted until nothing is wanted any more. How far it has come is durable after every window.</summary>
    public async Task<UploadState> SendAsync(UploadState from)
    {
        await using var content = await library.OpenAsync(video.Kept, step.Cancellation);
        var state = from;
        for (var standstills = 0; !state.IsComplete;)
        {
            var next = await SendWindowAsync(state, content);
            standstills = next.VideoId == state.VideoId && next.Start <= state.Start ? standstills + 1 : 0;
            if (standstills >= MostStandstills)
            {
                throw new FaultException(new Fault(
                    FaultKind.Transient, $"Facebook: upload {state.SessionId} stands still, it wants byte {next.Start} again and again; it is tried again later."));
            }

            state = next;
            await step.SaveCheckpointAsync(state);
            step.Report((double)state.Start / video.Bytes, "uploading");
        }

        return state;
    }

    /// <summary>Begins again when Facebook has dropped the session, and drops what is left of it.</summary>
    public async Task<UploadState> BeginAnewAsync(UploadState lost)
    {
        _hasBegunAnew = true;
        var state = await BeginAsync(pages, pageId, video.Bytes, step.Cancellation);
        await step.SaveCheckpointAsync(state);
        step.Log(RunLogLevel.Warning, $"Facebook does not go on with upload {lost.SessionId}; began upload {state.SessionId} instead.");
        try
        {
            await pages.CancelUploadAsync(pageId, lost.SessionId, step.Cancellation);
        }
        catch (ConnectorException fault)
        {
            // An upload that is never finished is never seen, and expires by itself.
            step.Log(RunLogLevel.Warning, $"Upload {lost.SessionId} could not be dropped: {fault.Message}");
        }

        return state;
    }

    /// <summary>True when Facebook does not know the session any more: once in an attempt that is worth a new one.</summary>
    public bool IsGone(ConnectorException fault) => !_hasBegunAnew && fault.RemoteCode == MissingObject;

    private async Task<UploadState> SendWindowAsync(UploadState state, Stream content)
    {
        try
        {
            var next = await pages.TransferAsync(
                pageId, state.SessionId, new UploadWindow(state.Start, state.End), content, step.Cancellation);
            return state with { Start = next.Start, End = next.End };
        }
        catch (ConnectorException fault) when (!_hasBegunAnew && fault is { Kind: CallFault.Permanent, RemoteCode: { } code } && char.IsAsciiDigit(code[0]))
        {
            // Bytes hold nothing that could be wrong for good, so it is the session, whatever Facebook's code.
            return await BeginAnewAsync(state);
        }
    }
}

/// <summary>An upload, and the bytes that the page wants next.</summary>
internal sealed record UploadState(string SessionId, string VideoId, long Start, long End)
{
    /// <summary>True when all bytes have arrived.</summary>
    public bool IsComplete => Start == End;
}
