using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Media;

/// <summary>Keeps encoded bumpers below <see cref="MediaOptions.Folder"/>, since every talk of a conference gets the same ones.</summary>
/// <remarks>Any number of processes may share it: a file appears whole and under its final name, and whoever uses it has a copy of its own.</remarks>
internal sealed class BumperCache(ProcessRunner runner, MediaOptions options, TimeProvider time)
{
    /// <summary>More than the kinds of recording that one machine meets; the longest unused are removed.</summary>
    private const int MostFiles = 32;
    private const long MostBytes = 1024L * 1024 * 1024;

    private readonly string _folder = Path.GetFullPath(Path.Combine(options.Folder, "bumpers"));

    /// <summary>Makes the bumper, or takes it from an earlier cut.</summary>
    /// <param name="recipe">How it is encoded.</param>
    /// <param name="output">Where the caller wants its own copy.</param>
    public async Task GetAsync(Bumper bumper, string[] recipe, string output, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var kept = Path.Combine(_folder, Key(bumper, recipe) + ".mp4");
        if (TryTake(kept, output))
        {
            progress(1);
            return;
        }

        var result = await runner.RunAsync(
            options.Work(BumperArguments.Of(bumper, recipe, output, threads), new ProgressMeter(bumper.Seconds, progress).Take), cancellation);
        if (result.ExitCode != 0)
        {
            var fault = ToolFaults.Of(options.Ffmpeg, result, bumper.File.Path, output);
            throw fault.Kind == MediaFaultKind.Unusable ? new MediaException(MediaFaultKind.BadSetting, $"{bumper.Setting}: {fault.Message}", fault) : fault;
        }

        Keep(output, kept);
    }

    /// <summary>Which file it was, as it was, and how it is encoded.</summary>
    private static string Key(Bumper bumper, string[] recipe)
    {
        var changed = File.GetLastWriteTimeUtc(bumper.File.Path).Ticks.ToString(CultureInfo.InvariantCulture);
        var words = string.Join('\n', [bumper.File.Path, $"{bumper.File.Bytes}", changed, .. recipe]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));
    }

    private bool TryTake(string kept, string output)
    {
        try
        {
            File.Copy(kept, output, overwrite: true);
            File.SetLastWriteTimeUtc(kept, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            // Never made, or just removed by another process: then it is made.
            return false;
        }

        using var copy = File.OpenRead(output);
        return Mp4Layout.Read(copy)?.Video is not null;
    }

    private void Keep(string made, string kept)
    {
        var part = made + ".kept";
        try
        {
            Directory.CreateDirectory(_folder);
            File.Copy(made, part, overwrite: true);
            using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(part, kept, overwrite: true);
        }
        catch (IOException fault) when (MediaException.IsDiskFull(fault))
        {
            throw MediaException.NoSpace(kept, fault);
        }

        var room = MostBytes;
        foreach (var (file, number) in new DirectoryInfo(_folder).GetFiles("*.mp4").OrderByDescending(file => file.LastWriteTimeUtc).Where(file => file.Exists).Select((file, number) => (file, number)))
        {
            room -= file.Length;
            if ((number >= MostFiles || room < 0) && file.FullName != kept)
            {
                file.Delete();
            }
        }
    }
}
