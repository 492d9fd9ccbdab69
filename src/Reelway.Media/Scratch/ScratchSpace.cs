using Microsoft.Extensions.Logging;

namespace Reelway.Media;

/// <summary>Gives each piece of work a folder of its own on the local disk, and sees to it that none stays.</summary>
/// <param name="options">Names the folder below which they lie.</param>
public sealed class ScratchSpace(MediaOptions options, ILogger<ScratchSpace> log)
{
    private readonly string _root = Path.Combine(options.Folder, "scratch");

    /// <summary>A new, empty folder; dispose it when the work has ended, whatever way.</summary>
    /// <exception cref="MediaException">The disk is full.</exception>
    public Scratch Open() => new(OwnedFolder.Create(_root), log);

    /// <summary>Removes what dead processes left. Folders of living ones stay, also of other programs that share the disk.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveLeftovers()
    {
        var removed = 0;
        foreach (var abandoned in OwnedFolder.TakeAbandoned(_root))
        {
            new Scratch(abandoned, log).Dispose();
            removed++;
        }

        return removed;
    }
}
