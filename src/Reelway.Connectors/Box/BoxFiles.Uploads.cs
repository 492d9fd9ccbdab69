using System.Net.Http.Headers;
using System.Text.Json;

namespace Reelway.Connectors.Box;

/// <content>Files go up: small ones in one piece, large ones in parts.</content>
public sealed partial class BoxFiles
{
    // Of a commit that Box is busy with and that names no time.
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    /// <summary>Begins an upload. A name that is taken is looked at: what it came to is <see cref="BoxUpload.Existing"/>.</summary>
    public async Task<BoxUpload> BeginAsync(string folderId, string name, long size, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderId);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        EnsureName(name);
        var upload = new BoxUpload(folderId, name, size);
        if (size < _options.ChunkedFrom)
        {
            return upload with { Existing = await FindAsync(folderId, name, size, cancellation) };
        }

        var what = $"begin the upload of {name} to folder {folderId}";
        var answer = await _made.CallAsync(folderId, () => _client.SendAsync(
            what, HttpMethod.Post, _client.Upload("files/upload_sessions"), CallEffect.Repeatable,
            new NewSession(folderId, name, size), BoxJson.Sent.NewSession, IsNameInUse, cancellation), cancellation);
        return answer.IsSuccess
            ? upload with { Session = SessionOf(_client.Read(answer, BoxJson.Default.SessionReply).Value, size) ?? throw _client.Faults.Malformed(answer) }
            : upload with { Existing = await ConflictAsync(what, folderId, name, answer, cancellation) };
    }

    /// <summary>Sends the content, or what Box lacks of it. A file that is there already with the same content is taken; with another content it is a fault.</summary>
    /// <param name="content">Seekable; nobody else reads it meanwhile. All of it is sent.</param>
    public async Task<BoxSent> SendAsync(BoxUpload upload, Stream content, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length != upload.Size)
        {
            throw _client.Faults.Own(
                CallFault.Permanent, $"could not upload {upload.Name}: {upload.Size} bytes were announced, and it has {content.Length}; begin again with what is really there", BoxCodes.WrongSize);
        }

        if (upload.Session is { } session)
        {
            return new BoxSent(await new BoxParts(_client, upload, session).SendAsync(content, progress, cancellation));
        }

        var sha1 = await HashAsync(content, cancellation);
        var file = upload.Existing is { } existing ? Same(upload, existing, sha1) : await PostAsync(upload, content, sha1, cancellation);
        progress?.Report(1);
        return new BoxSent(sha1) { File = file };
    }

    /// <summary>Makes the file of what was sent. A commit whose answer was lost is looked up, and not made twice.</summary>
    public async Task<BoxCommit> CommitAsync(BoxUpload upload, BoxSent sent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(sent);
        if (sent.File is { } file)
        {
            return new BoxCommit(file, null);
        }

        var session = upload.Session ?? throw new ArgumentException("Nothing of this upload was sent.", nameof(sent));
        if (await new BoxParts(_client, upload, session).FindAsync(cancellation) is not { } parts)
        {
            // The session ends with its commit, so an earlier one may have gone through.
            return new BoxCommit(await CommittedAsync(upload, sent, cancellation), null);
        }

        if (parts.Sum(part => part.Size!.Value) is var there && there != upload.Size)
        {
            throw _client.Faults.Own(CallFault.Permanent, $"could not finish the upload of {upload.Name}: {there} of its {upload.Size} bytes are there; send it again", BoxCodes.PartsMissing);
        }

        var what = $"finish the upload of {upload.Name} to folder {upload.FolderId}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new CommitRequest(parts), BoxJson.Default.CommitRequest);
        var answer = await _client.SendAsync(
            new BoxCall(what, () => Commit(session, body, sent), _options.CallTimeout, CallEffect.Once) { Reads = answer => IsNameInUse(answer) || (int)answer.Status is 404 or 410 }, cancellation);
        return (int)answer.Status switch
        {
            202 => new BoxCommit(null, answer.RetryAfter() ?? UsualWait),
            404 or 410 => new BoxCommit(await CommittedAsync(upload, sent, cancellation), null),
            409 => new BoxCommit(Same(upload, await ConflictAsync(what, upload.FolderId, upload.Name, answer, cancellation), sent.Sha1), null),
            _ => new BoxCommit(Uploaded(answer), null),
        };
    }

    /// <summary>Gives an upload up. One that is done or gone is left alone.</summary>
    public async Task AbortAsync(BoxUpload upload, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (upload.Session is { } session)
        {
            await _client.SendAsync(
                new BoxCall($"give up the upload of {upload.Name}", () => new HttpRequestMessage(HttpMethod.Delete, session.Abort), _options.CallTimeout, CallEffect.Repeatable)
                {
                    Reads = static answer => (int)answer.Status is 404 or 410,
                },
                cancellation);
        }
    }

    private static HttpRequestMessage Commit(BoxSession session, byte[] body, BoxSent sent)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, session.Commit) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        BoxParts.AddDigest(request, Convert.FromHexString(sent.Sha1));
        return request;
    }

    private static BoxSession? SessionOf(SessionReply reply, long size)
        => reply is { Id: { Length: > 0 } id, PartSize: > 0 and <= BoxParts.LargestPart and var partSize, SessionEndpoints: { } at } && (size + partSize - 1) / partSize <= BoxParts.MostParts
            && Address(at.UploadPart) is { } part && Address(at.ListParts) is { } list && Address(at.Commit) is { } commit && Address(at.Abort) is { } abort
                ? new BoxSession(id, partSize, part, list, commit, abort) { ExpiresAt = reply.SessionExpiresAt }
                : null;

    // The token goes there.
    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && Configuration.WebAddressAttribute.IsSafe(url) ? url : null;

    private async Task<BoxFile> PostAsync(BoxUpload upload, Stream content, string sha1, CancellationToken cancellation)
    {
        var what = $"upload {upload.Name} to folder {upload.FolderId}";
        var attributes = JsonSerializer.Serialize(new NewFile(upload.Name, new ItemId(upload.FolderId)), BoxJson.Sent.NewFile);
        HttpRequestMessage Request()
        {
            var file = new FileWindow(BoxConnector.Name, content, 0, content.Length) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            // Box reads the attributes before the file, and takes the name from them.
            var form = FormParts.Of([("attributes", attributes)], "file", file);
            // A SHA-1 for all its name.
            form.Headers.TryAddWithoutValidation("Content-MD5", sha1);
            return new HttpRequestMessage(HttpMethod.Post, _client.Upload($"files/content?{FileFields}")) { Content = form };
        }

        var answer = await _made.CallAsync(
            upload.FolderId, () => _client.SendAsync(new BoxCall(what, Request, _options.TransferTimeout, CallEffect.Once) { Reads = IsNameInUse }, cancellation), cancellation);
        return answer.IsSuccess ? Uploaded(answer) : Same(upload, await ConflictAsync(what, upload.FolderId, upload.Name, answer, cancellation), sha1);
    }

    private BoxFile Uploaded(HttpAnswer answer)
    {
        var file = FileOf(_client.Read(answer, BoxJson.Default.ItemsReply).Value.Entries is [var only, ..] ? only : null) ?? throw _client.Faults.Malformed(answer);
        _made.Add(file.Id);
        return file;
    }

    private async Task<BoxFile> CommittedAsync(BoxUpload upload, BoxSent sent, CancellationToken cancellation)
        => await FindAsync(upload.FolderId, upload.Name, upload.Size, cancellation) is { } file
            ? Same(upload, file, sent.Sha1)
            : throw _client.Faults.Own(CallFault.Permanent, $"could not finish the upload of {upload.Name}: its session is gone, and no such file is there; begin it again", BoxCodes.SessionGone);

    /// <summary>The file that is there, if it is what was to be uploaded.</summary>
    private BoxFile Same(BoxUpload upload, BoxFile there, string sha1) => there.Sha1.Equals(sha1, StringComparison.OrdinalIgnoreCase)
        ? there
        : throw _client.Faults.Own(
            CallFault.Permanent,
            $"could not upload {upload.Name} to folder {upload.FolderId}: file {there.Id} has that name and another content (SHA-1 {there.Sha1} there, {sha1} here); rename or remove the one that is wrong",
            BoxCodes.NameInUse);

    private async Task<string> HashAsync(Stream content, CancellationToken cancellation)
    {
        try
        {
            content.Position = 0;
            return Convert.ToHexStringLower(await BoxDigest.OfAsync(content, cancellation));
        }
        catch (IOException problem)
        {
            throw _client.Faults.Own(CallFault.Transient, $"could not read the file that is uploaded: {problem.Message}", cause: problem);
        }
    }
}
