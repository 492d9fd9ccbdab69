namespace Reelway.Connectors.Box;

/// <summary>An upload that was begun. It can be kept, and gone on with by another process.</summary>
public sealed record BoxUpload(string FolderId, string Name, long Size)
{
    /// <summary>Where the parts of a large file go; null for a file that is sent in one piece.</summary>
    public BoxSession? Session { get; init; }

    /// <summary>The file that had the name already when the upload was begun: it is taken if its content is the same.</summary>
    public BoxFile? Existing { get; init; }
}

/// <summary>A session of a chunked upload: Box keeps it for seven days.</summary>
/// <param name="PartSize">Size of every part but the last, in bytes. Box chooses it.</param>
public sealed record BoxSession(string Id, long PartSize, Uri UploadPart, Uri ListParts, Uri Commit, Uri Abort)
{
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What was sent.</summary>
/// <param name="Sha1">Of the whole content, lower-case hex.</param>
public sealed record BoxSent(string Sha1)
{
    /// <summary>The file, when nothing is left to commit.</summary>
    public BoxFile? File { get; init; }
}

/// <summary>What a commit came to: the file, or the time after which the same commit is to be asked for again.</summary>
public sealed record BoxCommit(BoxFile? File, TimeSpan? AskAgainAfter);
