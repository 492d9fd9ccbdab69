using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Media;

namespace Reelway.Frame.Server;

/// <summary>A folder that is gone when its command ends; of a command that was killed the next one removes it.</summary>
internal sealed class PassingFolder : IDisposable
{
    private readonly string _root;
    private readonly Scratch _folder;

    private PassingFolder(string root, Scratch folder)
    {
        _root = root;
        _folder = folder;
    }

    /// <summary>Its path.</summary>
    public string Path => _folder.Path;

    /// <summary>Removes what dead commands left and makes a new one.</summary>
    /// <param name="parent">The folder to make it in.</param>
    /// <param name="purpose">What it is for, as part of its name.</param>
    public static PassingFolder Open(string parent, string purpose)
    {
        var root = System.IO.Path.Combine(parent, $"reelway-{purpose}-{Environment.UserName}");
        var space = new ScratchSpace(new MediaOptions { Folder = root }, NullLogger<ScratchSpace>.Instance);
        space.RemoveLeftovers();
        while (true)
        {
            try
            {
                return new PassingFolder(root, space.Open());
            }
            catch (DirectoryNotFoundException)
            {
                // Another command has just ended and removed the empty parents: they are made again.
                continue;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        foreach (var parent in (string?[])[System.IO.Path.GetDirectoryName(Path), _root])
        {
            try
            {
                Directory.Delete(parent!);
            }
            catch (IOException)
            {
                // Not empty: another command is at work, and removes it at its own end.
                return;
            }
        }
    }
}
