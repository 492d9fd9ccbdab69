namespace Reelway.Connectors.OpenText;

/// <summary>Files come down as streams, and go up as imports, which are jobs.</summary>
public sealed partial class OpenTextDam
{
    private readonly RecentlyMade _created;

    /// <summary>Brings the master file of an asset. Size and, where it is one, the MD5 that the asset names are checked.</summary>
    /// <returns>The SHA-1 of what came, in lower-case hexadecimal digits.</returns>
    /// <exception cref="ConnectorException">It has no file, or another one came than is described.</exception>
    public async Task<string> DownloadAsync(DamItem asset, Stream to, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(to);
        var what = $"download {Describe(asset)}";
        using var digests = new FileDigests();
        var length = await _client.OpenAsync(
            what, $"assets/{Escape(asset.Id)}/contents?disposition=attachment",
            stream => stream.CopyAsync(
                async piece =>
                {
                    digests.Append(piece.Span);
                    await to.WriteAsync(piece, cancellation);
                    progress?.Report(asset.Size is > 0 and var size ? Math.Min(1, (double)digests.Bytes / size) : 0);
                },
                cancellation),
            cancellation);
        var (sha1, md5) = digests.End();
        if (asset.Size is { } declared && declared != length)
        {
            throw _client.Faults.Own(CallFault.Transient, $"could not {what}: it is described with {declared} bytes, and {length} came; it is tried again");
        }

        return asset.Checksum is { Length: 32 } checksum && checksum.All(char.IsAsciiHexDigit) && !md5.Equals(checksum, StringComparison.OrdinalIgnoreCase)
            ? throw _client.Faults.Own(CallFault.Transient, $"could not {what}: it is described with checksum {checksum}, and what came has {md5}; it is tried again")
            : sha1;
    }

    /// <summary>Sends a file that becomes an asset in a folder.</summary>
    /// <param name="content">From where it stands to its end; seekable, and nobody else reads it meanwhile.</param>
    /// <returns>The id of the job that imports it; the asset has another id, and is there when the job is done.</returns>
    /// <exception cref="ConnectorException">It was refused; or, with an unknown outcome, the answer was lost: look the asset up before it is sent again.</exception>
    public async Task<string> ImportAsync(DamImport import, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(import);
        ArgumentNullException.ThrowIfNull(content);
        var what = $"import \"{import.FileName}\" into folder {import.FolderId}";
        if (ImportParts.ProblemOf(import.FileName) is { } problem)
        {
            throw _client.Faults.Own(CallFault.Permanent, $"could not {what}: {problem}");
        }

        var start = content.Position;
        if (content.Length - start != import.Size)
        {
            throw _client.Faults.Own(CallFault.Permanent, $"could not {what}: it is described with {import.Size} bytes, and the file has {content.Length - start}");
        }

        var answer = await _client.SendAsync(
            what, HttpMethod.Post, "assets", () => ImportParts.Of(import, new FileWindow(OpenTextConnector.Name, content, start, import.Size)),
            CallEffect.Once, _options.TransferTimeout < _options.CallLimit ? _options.CallLimit : _options.TransferTimeout, cancellation);
        return answer.Root.Member("job_handle").Text("job_id") is { Length: > 0 } job ? job : throw _client.Faults.Malformed(answer.Http, "the answer names no job");
    }

    /// <summary>How far a job is.</summary>
    public async Task<DamJob> JobAsync(string jobId, CancellationToken cancellation)
    {
        var answer = await _client.ReadAsync($"look at job {jobId}", _options.JobPath.Replace("{id}", Escape(jobId), StringComparison.Ordinal), cancellation);
        var word = answer.Root.FirstText(_options.JobStatePaths)
            ?? throw _client.Faults.Malformed(answer.Http, $"no state is where job_state_paths of connection {_options.Connection} look for it");
        var assets = _options.JobAssetPaths.Select(path => answer.Root.Follow(path).Select(JsonReading.AsText).OfType<string>().ToList()).FirstOrDefault(ids => ids.Count > 0) ?? [];
        var state = StateOf(word);
        if (state == DamJobState.Done)
        {
            assets.ForEach(_created.Add);
        }

        return new DamJob(state ?? DamJobState.Running, assets, state switch
        {
            null => IsRunning(word) ? null : $"The job's state \"{word}\" is in neither job_done nor job_failed of connection {_options.Connection}; it is taken for running.",
            DamJobState.Failed => answer.Root.FirstText(_options.JobProblemPaths) ?? $"The job ended as {word} and gives no reason.",
            _ => null,
        });
    }

    private DamJobState? StateOf(string word)
        => Holds(_options.JobDone, word) ? DamJobState.Done : Holds(_options.JobFailed, word) ? DamJobState.Failed : null;

    private bool IsRunning(string word) => Holds(_options.JobRunning, word);

    private static bool Holds(IEnumerable<string> words, string word) => words.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase);
}
