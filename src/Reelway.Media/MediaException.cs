namespace Reelway.Media;

/// <summary>The exception that media work lets out, besides <see cref="OperationCanceledException"/>.</summary>
/// <param name="kind">What the failure means for the next attempt.</param>
/// <param name="message">One sentence: what is wrong, with which file, and what to do.</param>
/// <param name="inner">The cause, for the log.</param>
public sealed class MediaException(MediaFaultKind kind, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What the failure means for the next attempt.</summary>
    public MediaFaultKind Kind { get; } = kind;

    /// <summary>The fault for a disk that ran full while <paramref name="path"/> was written.</summary>
    public static MediaException NoSpace(string path, Exception? inner = null)
        => new(
            MediaFaultKind.NoSpace,
            $"There is no room left on the disk that holds {Path.GetDirectoryName(Path.GetFullPath(path))}: free some space there and try again.",
            inner);

    /// <summary>True when the exception says that a disk or a quota is full.</summary>
    public static bool IsDiskFull(IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);

        // On Unix the runtime puts the plain errno there: ENOSPC 28 everywhere, EDQUOT 122 on Linux and 69 on macOS;
        // on Windows ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL as HRESULTs.
        return exception.HResult is 28 or 122 or 69 or unchecked((int)0x80070027) or unchecked((int)0x80070070);
    }
}
