using System.Globalization;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Intake;
using Reelway.Media;
using Reelway.Talks;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at room on disks: that of the data directory, and that of the scratch folder, against what cuts need.</summary>
internal static class SpaceChecks
{
    private const string Scratch = "scratch folder";

    // Too little for one cut recording and its archive copy.
    private const long FailBelowBytes = 500L * 1000 * 1000;

    // A day of talks in 1080p takes a few times this.
    private const long WarnBelowBytes = 5L * 1000 * 1000 * 1000;

    // An hour of 1080p at 4.5 Mbit/s, as long as no recording is there to be measured.
    private const long UsualRecordingBytes = 2_000_000_000;

    // In recordings: a copy that can be cut, where it can't as it is; the clip, at most as long; and its sound, twice (pieces and whole).
    private const double CutNeeds = 1 + 1 + 0.2;

    /// <summary>Room on the disk of the data directory.</summary>
    public static Finding Disk(string directory) => Disk(directory, FreeBytes(directory));

    /// <summary>Judges what is free.</summary>
    internal static Finding Disk(string directory, long free)
    {
        var detail = $"{Gigabytes(free)} free for {directory}";
        return free switch
        {
            < FailBelowBytes => Finding.Fail("disk", detail, "Free some space: recordings can't be cut."),
            < WarnBelowBytes => Finding.Warn("disk", detail, "Free some space before a long event."),
            _ => Finding.Ok("disk", detail),
        };
    }

    /// <summary>The scratch folder: writable, and large enough.</summary>
    public static IEnumerable<Finding> ScratchFolder(Settings settings)
    {
        var media = settings.Get<MediaOptions>();
        var folder = FolderChecks.Look(Scratch, media.Folder, "media.folder", FolderChecks.Make);
        yield return folder;
        if (folder.State != FindingState.Fail)
        {
            var intake = settings.Get<IntakeOptions>();
            yield return ScratchSpace(media, FreeBytes(media.Folder), TalkFolderChecks.LargestBytes(intake.Folder), isFetched: intake.Queues.Count > 0);
        }
    }

    /// <summary>Judges what is free for cuts.</summary>
    /// <param name="recording">Size of the largest recording that waits; null when none is known.</param>
    /// <param name="isFetched">True when recordings come from buckets, and each cut needs a copy here.</param>
    internal static Finding ScratchSpace(MediaOptions media, long free, long? recording, bool isFetched)
    {
        const string Name = "scratch space";
        var bytes = recording ?? UsualRecordingBytes;
        var need = (long)(bytes * (CutNeeds + (isFetched ? 1 : 0)));
        var cuts = need == 0 ? media.Encoders : free / need;
        var detail = $"{Gigabytes(free)} free for {media.Folder}; a cut of a recording of {Gigabytes(bytes)} needs up to {Gigabytes(need)}";
        var remedy = "Free some space, or set media.folder to a larger disk.";
        if (cuts == 0)
        {
            return recording is null && free >= FailBelowBytes ? Finding.Warn(Name, detail, remedy) : Finding.Fail(Name, detail, remedy);
        }

        return cuts < media.Encoders
            ? Finding.Warn(Name, $"{detail}, and {media.Encoders} are made at once", $"{remedy} Fewer at once: media.encoders.")
            : Finding.Ok(Name, detail);
    }

    /// <summary>What is free for a folder, which need not be there yet.</summary>
    internal static long FreeBytes(string folder) => new DriveInfo(FolderChecks.NearestExisting(folder)).AvailableFreeSpace;

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
