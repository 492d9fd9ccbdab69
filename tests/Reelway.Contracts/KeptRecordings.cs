using System.Security.Cryptography;
using System.Text;
using Reelway.Media;

namespace Reelway.Contracts;

/// <summary>Recordings that tests only read: made once, and kept in <c>artifacts/kept</c> for other projects and for the next time.</summary>
/// <remarks>A folder's name bears what its content was made from, so another recipe or another ffmpeg makes a new one.</remarks>
internal static class KeptRecordings
{
    private static readonly string Home = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "kept"));

    /// <summary>Full path of a folder of such files.</summary>
    /// <param name="name">What they are, in a word.</param>
    /// <param name="recipe">All that decides what they become.</param>
    /// <param name="make">Makes them in the folder that it gets.</param>
    public static async Task<string> FolderAsync(string name, string recipe, Func<string, Task> make)
    {
        var ffmpeg = new FileInfo(File.ResolveLinkTarget(ToolPath.Find("ffmpeg")!, returnFinalTarget: true)?.FullName ?? ToolPath.Find("ffmpeg")!);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{recipe}\n{ffmpeg.Length} {ffmpeg.LastWriteTimeUtc:O}"));
        var folder = Path.Combine(Home, $"{name}-{Convert.ToHexStringLower(digest)[..16]}");
        Directory.CreateDirectory(Home);
        await using var _ = await LockAsync($"{folder}.lock");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        // What a start before this one was killed in the middle of lies there half made.
        var making = new DirectoryInfo($"{folder}.making");
        if (making.Exists)
        {
            making.Delete(recursive: true);
        }

        making.Create();
        await make(making.FullName);
        making.MoveTo(folder);
        return folder;
    }

    /// <summary>Waits for whoever makes the same; the system gives the lock back when its owner dies.</summary>
    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
