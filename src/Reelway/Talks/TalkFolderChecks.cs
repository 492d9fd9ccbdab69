using System.Globalization;
using Reelway.Frame.Doctor;
using Reelway.Intake;
using Reelway.Media;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>Looks at the folder whose recordings are taken in, <c>intake.folder</c>.</summary>
internal static class TalkFolderChecks
{
    private const string Name = "intake.folder";

    /// <summary>The folder, where one is set. It is never made: what is missing may be a disk that is not mounted.</summary>
    public static IEnumerable<Finding> Look(IntakeOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            yield break;
        }

        if (!Directory.Exists(options.Folder))
        {
            yield return Finding.Fail(Name, $"There is no folder {options.Folder}, so no recording is taken in.", "Make it, mount its disk, or correct intake.folder.");
            yield break;
        }

        yield return Read(options.Folder);
    }

    /// <summary>Size of the largest recording in the folder; null when there is none, or it can't be read.</summary>
    public static long? LargestBytes(string? folder)
    {
        try
        {
            return string.IsNullOrWhiteSpace(folder) || !Directory.Exists(folder) ? null : FolderReader.FilesIn(folder, RecordingNames.WhyPassedBy).Max(file => (long?)file.Length);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The folder's own line tells; a file may also have gone in between.
            return null;
        }
    }

    private static Finding Read(string folder)
    {
        try
        {
            var files = FolderReader.FilesIn(folder, RecordingNames.WhyPassedBy).ToList();
            // Names can be read where contents can't.
            using var first = files.FirstOrDefault() is { } file ? NamedFile.Open(file.FullName) : null;
            return Finding.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"{folder} can be read and has {files.Count} recordings"));
        }
        catch (FileNotFoundException)
        {
            return Finding.Ok(Name, $"{folder} can be read, and changes right now");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(Name, $"{folder} can't be read: {problem.Message}", "Give this user the right to it and to the files in it.");
        }
    }
}
