using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Media;

namespace Reelway.Library;

/// <summary>Where finished videos are kept, <c>media.library</c>: a folder, or a bucket.</summary>
/// <param name="options">Say where: <c>file:DIR</c> or <c>s3://bucket/prefix</c>, by which connection.</param>
/// <param name="dataDirectory">What a relative folder is below.</param>
/// <param name="buckets">The buckets of a connection; asked only where the library is one.</param>
internal sealed class MediaLibrary(MediaOptions options, string dataDirectory, Func<string, AwsBuckets> buckets)
{
    private const string FolderScheme = "file:";

    /// <summary>The folder that it is; null when it is a bucket.</summary>
    /// <exception cref="FaultException">It is neither.</exception>
    public string? Folder => Bucket is null ? Root() : null;

    /// <summary>The bucket that it is in, and what keys there begin with; null when it is a folder.</summary>
    public (string Name, string Prefix)? Bucket { get; } = BucketRoot(options.Library);

    /// <summary>The connection that it is kept by; null for a folder.</summary>
    public string? Connection => Bucket is null ? null : options.BucketConnection;

    /// <summary>Moves a finished video or its picture into the library and returns its URI there. The same place again replaces it.</summary>
    /// <param name="file">The file; gone from there afterwards, unless it went into a bucket.</param>
    /// <param name="folder">Unique folder within the library.</param>
    /// <param name="name">Plain file name.</param>
    /// <exception cref="MediaException">The disk is full.</exception>
    public async Task<string> KeepAsync(string file, string folder, string name, CancellationToken cancellation)
    {
        if (Bucket is not var (bucket, prefix))
        {
            return Move(file, folder, name);
        }

        var key = string.Join('/', new[] { prefix, folder.Replace(Path.DirectorySeparatorChar, '/'), name }.Where(part => part.Length > 0));
        var type = name.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) ? "image/jpeg" : "video/mp4";
        await Buckets.UploadAsync(file, bucket, key, type, progress: null, cancellation);
        return BucketUri.Of(bucket, key);
    }

    /// <summary>A kept video, to be read from any place in it.</summary>
    /// <exception cref="FaultException">It is gone, or not the size that it had; needs a person.</exception>
    public async Task<Stream> OpenAsync(KeptFile video, CancellationToken cancellation)
        => await FindObjectAsync(video.File, cancellation) is { } found && found.Bytes == video.Bytes ? Open(found) : NamedFile.Open(FileOf(video).FullName);

    /// <summary>A kept video as a file of this machine: its own, or a copy.</summary>
    /// <param name="copy">Where a copy goes.</param>
    /// <exception cref="FaultException">It is gone, or not the size that it had; needs a person.</exception>
    public async Task<string> FetchAsync(KeptFile video, string copy, CancellationToken cancellation)
    {
        if (await FindObjectAsync(video.File, cancellation) is not { } found || found.Bytes != video.Bytes)
        {
            return FileOf(video).FullName;
        }

        await Buckets.DownloadAsync(found, copy, progress: null, cancellation);
        return copy;
    }

    /// <summary>A kept object by its URI; null when it is not there, or no object.</summary>
    public async Task<BucketObject?> FindObjectAsync(string uri, CancellationToken cancellation)
        => BucketUri.Parse(uri) is var (bucket, key) ? await Buckets.FindAsync(bucket, key, versionId: null, cancellation) : null;

    /// <summary>A kept object, to be read from any place in it.</summary>
    public Stream Open(BucketObject found) => Buckets.Open(found);

    private AwsBuckets Buckets => buckets(options.BucketConnection);

    private static FileInfo FileOf(KeptFile video)
    {
        var file = FileUri.Parse(video.File) is { } path ? new FileInfo(path) : null;
        return file is { Exists: true } && file.Length == video.Bytes ? file : throw Gone(video);
    }

    private string Move(string file, string folder, string name)
    {
        var directory = Path.Combine(Root(), folder);
        var target = Path.Combine(directory, name);
        var part = $"{target}.part";
        try
        {
            Directory.CreateDirectory(directory);
            // A rename on the same disk, else a copy; either way the last rename shows a whole file or none.
            File.Move(file, part, overwrite: true);
            using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(part, target, overwrite: true);
            return FileUri.Of(target);
        }
        catch (IOException fault)
        {
            File.Delete(part);
            throw MediaException.IsDiskFull(fault) ? MediaException.NoSpace(target, fault) : Unwritable(fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw Unwritable(fault);
        }
    }

    private static (string Name, string Prefix)? BucketRoot(string library)
    {
        if (!library.StartsWith(BucketUri.Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = library[BucketUri.Scheme.Length..].Split('/', 2);
        return (parts[0], parts.Length == 2 ? parts[1].Trim('/') : "");
    }

    private string Root()
        => options.Library.StartsWith(FolderScheme, StringComparison.Ordinal)
            ? Path.GetFullPath(options.Library[FolderScheme.Length..], Path.GetFullPath(dataDirectory))
            : throw FaultException.Setting(
                $"media.library is \"{options.Library}\"; write file:DIR for a folder or s3://bucket/prefix for a bucket.", "Correct it, restart and retry.");

    private static FaultException Gone(KeptFile video) => FaultException.Missing(
        $"The library has no {video.File} of {video.Bytes} bytes any more.", "Put it back, then retry; or cancel the run and hand the recording in again.");

    private static FaultException Unwritable(Exception fault)
        => FaultException.Machine($"The library can't be written: {fault.Message}", "Make its folder (media.library) writable, then retry.", fault);
}
