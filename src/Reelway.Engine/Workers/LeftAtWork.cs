using System.Buffers.Binary;
using System.Text;

namespace Reelway.Engine.Workers;

/// <summary>What a process that has died was at work on, as it had noted it.</summary>
/// <param name="Worker">Who it was.</param>
/// <param name="Runs">The runs that were at work at that moment; empty when the machine itself went down, which is nobody's fault.</param>
internal sealed record LeftAtWork(string Worker, IReadOnlyList<long> Runs)
{
    /// <summary>Before the runs: the start of the machine and the worker, as lines.</summary>
    internal const int HeaderBytes = 1024;

    /// <summary>In the place of a run that is at work no more.</summary>
    internal const long Nobody = 0;

    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The run that the process died of; null when that can't be told: none was at work, or several.</summary>
    public long? Blamed => Runs is [var only] ? only : null;

    /// <summary>How a note begins.</summary>
    public static byte[] Header(string worker)
    {
        var header = new byte[HeaderBytes];
        Encoding.UTF8.GetBytes($"{Boot()}\n{worker}\n", header);
        return header;
    }

    /// <summary>Reads what dead processes have left, and hands it over; then it is gone. Notes of living ones are left alone.</summary>
    public static async Task CollectAsync(AtWorkFolder? folder, Func<IReadOnlyList<LeftAtWork>, Task> take)
    {
        var found = new List<(FileStream File, LeftAtWork Left)>();
        try
        {
            foreach (var path in Notes(folder))
            {
                if (Open(path) is { } file)
                {
                    found.Add((file, Read(file)));
                }
            }

            await take(found.ConvertAll(one => one.Left));
            found.ForEach(one => File.Delete(one.File.Name));
        }
        finally
        {
            found.ForEach(one => one.File.Dispose());
        }
    }

    private static IEnumerable<string> Notes(AtWorkFolder? folder)
        => folder is not null && Directory.Exists(folder.Path) ? Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal) : [];

    // The operating system lets a living process's note be opened by nobody else.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static LeftAtWork Read(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var lines = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(HeaderBytes, bytes.Length))).Split('\n');
        var runs = new HashSet<long>();
        for (var at = HeaderBytes; lines[0] == Boot() && at + sizeof(long) <= bytes.Length; at += sizeof(long))
        {
            runs.Add(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)));
        }

        runs.Remove(Nobody);
        return new LeftAtWork(lines.ElementAtOrDefault(1) ?? "", [.. runs]);
    }

    private static string Boot() => File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : "";
}
