using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Reelway.Hosting;
using Reelway.Media;

namespace Reelway.Talks.Sources;

/// <summary>
/// Judges files that somebody names to have them taken in: a recording is published, so whoever names one must not get at what else this process may read.
/// </summary>
internal sealed class HandedInFiles(TalksOptions options, MediaProbe probe)
{
    private const int ReadOnlyWithoutWaiting = 0x800 | 0x80000; // O_NONBLOCK | O_CLOEXEC: a pipe that nobody writes to must not hold us up

    /// <summary>Why a file is not taken from where it lies.</summary>
    public static string NotAllowed(string path)
        => $"{ShownText.Name(path)} lies in no folder whose recordings may be handed in over the API: put it into talks.folder, name its folder in talks.allow, "
            + "or hand it in by command as the user that the server runs as.";

    /// <summary>Why a run may not be started with an input that names a file; null when it may.</summary>
    /// <param name="input">As it was sent; what does not fit the flow is for others to refuse.</param>
    public string? RefusalOf(JsonElement input)
        => input.ValueKind != JsonValueKind.Object
            ? null
            : input.EnumerateObject()
                .Where(part => part.Name.Equals(nameof(TalkRecorded.Recording), StringComparison.OrdinalIgnoreCase) && part.Value.ValueKind == JsonValueKind.String)
                .Select(part => FileRecording.PathOf(part.Value.GetString()!)).OfType<string>()
                .Where(path => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !IsAllowed(path)).Select(NotAllowed).FirstOrDefault();

    /// <summary>True when recordings at this place may be handed in by anybody who may use the API. Links on the way are followed first.</summary>
    public bool IsAllowed(string path)
    {
        try
        {
            var place = LinkedPath.Resolve(path);
            return options.Allow.Prepend(options.Folder).OfType<string>().Where(folder => folder.Length > 0)
                .Any(folder => LinkedPath.IsBelow(place, LinkedPath.Resolve(folder)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Whoever can't follow the way can't say where it ends.
            return false;
        }
    }

    /// <summary>True for a file with media in it; false for devices, pipes, texts and all else.</summary>
    public async Task<bool> IsRecordingAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (Head(path) is not { Length: > 0 } head)
            {
                return false;
            }

            if (MediaSignature.IsKnown(head))
            {
                return true;
            }

            // A rare kind, or none: ffprobe knows them all.
            await probe.ProbeAsync(path, cancellation);
            return true;
        }
        catch (Exception refusal) when (refusal is MediaException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>How a file begins; null for what is none.</summary>
    private static byte[]? Head(string path)
    {
        using var file = Open(path);
        if (file is null || file.IsInvalid)
        {
            return null;
        }

        using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
        // A pipe can't be sought in, and a device has no length.
        if (!stream.CanSeek || stream.Length == 0)
        {
            return null;
        }

        var head = new byte[MediaSignature.Length];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static unsafe SafeFileHandle? Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path);
        }

        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var descriptor = OpenFile(name, ReadOnlyWithoutWaiting, 0);
            return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int OpenFile(byte* path, int flags, int mode);
}
