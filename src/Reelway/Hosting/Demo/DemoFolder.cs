using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Media;

namespace Reelway.Hosting.Demo;

/// <summary>A folder of the demo's own; of a demo that was killed the next one removes it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly string _root;
    private readonly Scratch _folder;

    private DemoFolder(string root, Scratch folder)
    {
        _root = root;
        _folder = folder;
    }

    /// <summary>Its path.</summary>
    public string Path => _folder.Path;

    /// <summary>Removes what dead demos left and makes a new one.</summary>
    public static DemoFolder Open()
    {
        var root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"reelway-demo-{Environment.UserName}");
        var space = new ScratchSpace(new MediaOptions { Folder = root }, NullLogger<ScratchSpace>.Instance);
        space.RemoveLeftovers();
        while (true)
        {
            try
            {
                return new DemoFolder(root, space.Open());
            }
            catch (DirectoryNotFoundException)
            {
                // Another demo has just ended and removed the empty parents: they are made anew.
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
                // Not empty: another demo is at work, and removes it at its own end.
                return;
            }
        }
    }
}
