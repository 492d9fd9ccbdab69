using Reelway.Frame.Server;

namespace Reelway.Talks.Sheets;

/// <summary>Where the copies of the sheets lie: <c>sheets/</c> in the data directory.</summary>
/// <param name="directory">The data directory.</param>
internal sealed class SheetCopies(string directory, TimeProvider time, ILogger<SheetCopyFile> logger)
{
    /// <summary>The copy of a setting's sheet; null where none is set, and then none stays behind.</summary>
    /// <param name="setting">The setting: <c>talks.sheet</c>.</param>
    /// <param name="named">What it says.</param>
    /// <param name="tab">The tab that is set with it.</param>
    public SheetCopyFile? Of(string setting, string? named, string? tab)
    {
        var path = Path.Combine(directory, "sheets", $"{setting}.json");
        PrivateFile.RemoveDrafts(path);
        if (!string.IsNullOrWhiteSpace(named))
        {
            return new SheetCopyFile(path, string.IsNullOrWhiteSpace(tab) ? named : $"{named} {tab}", time, logger);
        }

        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return null;
    }
}
