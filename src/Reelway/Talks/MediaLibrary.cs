using Reelway.Engine;
using Reelway.Media;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>Where finished videos are kept, <c>media.library</c>: a folder. Buckets join here.</summary>
/// <param name="library">The setting: <c>file:DIR</c>.</param>
/// <param name="dataDirectory">What a relative folder is below.</param>
internal sealed class MediaLibrary(string library, string dataDirectory)
{
    private const string FolderScheme = "file:";

    /// <summary>Moves a finished video into the library and returns its URI there. The same place again replaces it.</summary>
    /// <param name="file">The video; gone from there afterwards.</param>
    /// <param name="folder">Unique folder within the library.</param>
    /// <param name="name">Plain file name.</param>
    /// <exception cref="MediaException">The disk is full.</exception>
    public string Keep(string file, string folder, string name)
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
            return FileRecording.UriOf(target);
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

    /// <summary>The file of a kept video.</summary>
    /// <exception cref="FaultException">It is gone, or not the size that it had; needs a person.</exception>
    public static FileInfo Find(EditedVideo video)
    {
        var file = FileRecording.PathOf(video.File) is { } path ? new FileInfo(path) : null;
        return file is { Exists: true } && file.Length == video.Bytes
            ? file
            : throw FaultException.NeedsPerson(
                $"The library has no {video.File} of {video.Bytes} bytes any more. Put it back, then retry; or cancel the run and hand the recording in again.");
    }

    private string Root()
        => library.StartsWith(FolderScheme, StringComparison.Ordinal)
            ? Path.GetFullPath(library[FolderScheme.Length..], Path.GetFullPath(dataDirectory))
            : throw FaultException.NeedsPerson($"media.library is \"{library}\", but only folders are supported, written file:DIR. Correct it, restart and retry.");

    private static FaultException Unwritable(Exception fault)
        => new(new Fault(FaultKind.NeedsPerson, $"The library can't be written: {fault.Message} Make its folder (media.library) writable, then retry."), fault);
}
