using System.Text.Json;
using Reelway.Frame;
using Reelway.Library;
using Reelway.Media;

namespace Reelway.Intake;

/// <summary>
/// Judges files that somebody names to have them taken in: a recording is published, so whoever names one must not get at what else this process may read.
/// </summary>
internal sealed class HandedInFiles(IntakeOptions options, MediaProbe probe)
{
    /// <summary>Why a file is not taken from where it lies.</summary>
    public static string NotAllowed(string path)
        => $"{ShownText.Name(path)} lies in no folder whose recordings may be handed in over the API: put it into intake.folder, name its folder in intake.allow, "
            + "or hand it in by command as the user that the server runs as.";

    /// <summary>Why a run may not be started with an input that names a file; null when it may.</summary>
    /// <param name="input">As it was sent; what does not fit the flow is for others to refuse.</param>
    /// <param name="member">The one that names the file.</param>
    public string? RefusalOf(JsonElement input, string member)
        => input.ValueKind != JsonValueKind.Object
            ? null
            : input.EnumerateObject()
                .Where(part => part.Name.Equals(member, StringComparison.OrdinalIgnoreCase) && part.Value.ValueKind == JsonValueKind.String)
                .Select(part => FileUri.Parse(part.Value.GetString()!)).OfType<string>()
                .Where(path => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !IsAllowed(path)).Select(NotAllowed).FirstOrDefault();

    /// <summary>True when recordings at this place may be handed in by anybody who may use the API. Links on the way are followed first.</summary>
    public bool IsAllowed(string path) => IsBelow(path, options.Allow.Prepend(options.Folder));

    /// <summary>True when what is at this place lies below one of these folders. Links on the way are followed first.</summary>
    public static bool IsBelow(string path, IEnumerable<string?> folders)
    {
        try
        {
            var place = LinkedPath.Resolve(path);
            return folders.OfType<string>().Where(folder => folder.Length > 0)
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
            var head = Head(path);
            if (head.Length == 0 || MediaSignature.IsKnown(head))
            {
                return head.Length > 0;
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

    /// <summary>How a file begins.</summary>
    private static byte[] Head(string path)
    {
        using var file = NamedFile.Open(path);
        var head = new byte[MediaSignature.Length];
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
