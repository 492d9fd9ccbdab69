using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Connectors.Facebook;

/// <summary>Resumable uploads: Facebook says which bytes it wants, and the next ones, until there are no more.</summary>
public sealed partial class FacebookPages
{
    /// <summary>Begins an upload. Harmless to repeat: an upload that is never finished expires by itself.</summary>
    public async Task<UploadSession> StartUploadAsync(string pageId, long fileBytes, CancellationToken cancellation)
    {
        if (fileBytes <= 0)
        {
            throw _client.Faults.Own(CallFault.Permanent, "the file to upload is empty; nothing was sent");
        }

        var (reply, answer) = await UploadAsync(
            $"start an upload of {fileBytes} bytes to page {pageId}", pageId, CallEffect.Repeatable,
            [("upload_phase", "start"), ("file_size", Text(fileBytes))], FacebookJson.Default.StartReply, cancellation);
        if (string.IsNullOrEmpty(reply.UploadSessionId) || string.IsNullOrEmpty(reply.VideoId))
        {
            throw _client.Faults.Malformed(answer, "the answer names no session or no video");
        }

        var window = reply.SkipUpload == true
            ? new UploadWindow(fileBytes, fileBytes)
            : GraphWindow.From(reply.StartOffset, reply.EndOffset) ?? throw _client.Faults.Malformed(answer, "the answer names no window");
        return new UploadSession(reply.UploadSessionId, reply.VideoId, window);
    }

    /// <summary>Sends exactly the bytes of the window, streamed from the file, and returns the window that is wanted next.</summary>
    /// <remarks>
    /// When Facebook wants other bytes the returned window is marked <see cref="UploadWindow.Corrected"/>: the upload goes on there.
    /// After a lost answer the same window is simply sent again; if it had arrived, the correction says so.
    /// </remarks>
    public async Task<UploadWindow> TransferAsync(
        string pageId, string sessionId, UploadWindow window, Stream file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(file);
        if (window.Start < 0 || window.Length <= 0 || window.End > file.Length)
        {
            throw _client.Faults.Own(
                CallFault.Permanent,
                $"upload {sessionId} wants bytes {window.Start} to {window.End} of a file with {file.Length}; begin a new upload, as the file is another one now");
        }

        try
        {
            var (reply, answer) = await UploadAsync(
                $"send bytes {window.Start} to {window.End} of upload {sessionId}", pageId, CallEffect.Repeatable,
                [("upload_phase", "transfer"), ("upload_session_id", sessionId), ("start_offset", Text(window.Start))],
                FacebookJson.Default.OffsetsReply, cancellation, () => new FileWindow(FacebookConnector.Name, file, window.Start, window.Length));
            return GraphWindow.From(reply.StartOffset, reply.EndOffset) ?? throw _client.Faults.Malformed(answer, "the answer names no next window");
        }
        catch (ConnectorException fault) when (fault.InnerException is WrongWindowException wrong)
        {
            _log.WindowCorrected(sessionId, wrong.Wanted.Start, wrong.Wanted.End);
            return wrong.Wanted with { Corrected = true };
        }
    }

    /// <summary>Ends an upload and publishes the video. Its link comes later: <see cref="FindVideoAsync"/>.</summary>
    /// <remarks>After an unknown outcome look at the video before this is called again.</remarks>
    public async Task FinishUploadAsync(string pageId, string sessionId, VideoDetails details, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(details);
        List<(string, string)> fields = [("upload_phase", "finish"), ("upload_session_id", sessionId)];
        AddText(fields, "title", details.Title);
        AddText(fields, "description", details.Description);
        fields.Add(("published", details.Published ? "true" : "false"));
        var (reply, answer) = await UploadAsync(
            $"finish upload {sessionId} to page {pageId}", pageId, CallEffect.Once, fields, FacebookJson.Default.SuccessReply, cancellation);
        RequireSuccess(reply, answer);
    }

    /// <summary>Gives an upload up. One that Facebook does not know any more counts as given up.</summary>
    public async Task CancelUploadAsync(string pageId, string sessionId, CancellationToken cancellation)
    {
        try
        {
            await UploadAsync(
                $"cancel upload {sessionId}", pageId, CallEffect.Repeatable,
                [("upload_phase", "cancel"), ("upload_session_id", sessionId)], FacebookJson.Default.SuccessReply, cancellation);
        }
        catch (ConnectorException fault) when (IsMissingObject(fault))
        {
            _log.UploadAlreadyGone(sessionId);
        }
    }

    private Task<GraphAnswer<T>> UploadAsync<T>(
        string what, string pageId, CallEffect effect, IReadOnlyList<(string, string)> fields,
        JsonTypeInfo<T> shape, CancellationToken cancellation, Func<HttpContent>? chunk = null)
        => WithPageTokenAsync(
            pageId,
            token => _client.UploadAsync(what, $"{Uri.EscapeDataString(pageId)}/videos", token, effect, fields, chunk, shape, cancellation),
            cancellation);

    private void RequireSuccess(SuccessReply reply, HttpAnswer answer)
    {
        // Facebook answers 200 and success:false when it did not do it.
        if (reply.Success == false)
        {
            throw _client.Faults.Own(CallFault.Transient, $"could not {answer.Call.What}: Facebook answered that it had no success; it is tried again");
        }

        if (reply.Success is null)
        {
            throw _client.Faults.Malformed(answer, "the answer does not say whether it had success");
        }
    }

    private static void AddText(List<(string, string)> fields, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            fields.Add((name, value));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
