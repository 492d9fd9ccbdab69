using System.Diagnostics;
using System.Text;
using Reelway.Contracts;
using Reelway.Frame.Logging;

namespace Reelway.Tests.Frame.Logging;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RotatingFileTests
{
    [Fact]
    public async Task No_line_is_torn_or_lost_while_four_processes_write_and_rotate()
    {
        const int Processes = 4;
        const int Lines = 5000;
        using var folder = new TemporaryFolder();
        var path = folder["logs/reelway.log"];

        // Files enough that none is thrown away: some 2 MB in pieces of 32 kB.
        var writers = Enumerable.Range(0, Processes).Select(number => Start(path, $"w{number}", Lines, 32_000, 500)).ToList();
        foreach (var writer in writers)
        {
            using (writer)
            {
                await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, writer.ExitCode);
            }
        }

        var files = Directory.GetFiles(folder["logs"]);
        var seen = files.SelectMany(File.ReadAllLines).ToList();
        Assert.True(files.Length > 20, $"Only {files.Length} files: nothing was rotated.");
        Assert.All(seen, line => Assert.Matches("^w[0-3] [0-9]+ x* end$", line));
        Assert.Equal(Processes * Lines, seen.Select(line => line[..line.IndexOf(' ', 3)]).Distinct().Count());
        Assert.Equal(Processes * Lines, seen.Count);
    }

    [Fact]
    public void The_newest_lines_keep_the_name_and_the_oldest_go()
    {
        using var folder = new TemporaryFolder();
        using var file = new RotatingFile(folder["a.log"], 20, 3);

        foreach (var line in new[] { "first 0123456789012\n", "second 012345678901\n", "third 0123456789012\n", "fourth\n" })
        {
            Append(file, line);
        }

        Assert.Equal(["a.1.log", "a.2.log", "a.log"], Directory.GetFiles(folder.FullPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("fourth\n", File.ReadAllText(folder["a.log"]));
        Assert.Equal("third 0123456789012\n", File.ReadAllText(folder["a.1.log"]));
        Assert.Equal("second 012345678901\n", File.ReadAllText(folder["a.2.log"]));
    }

    [Fact]
    public async Task A_frozen_process_that_rotates_does_not_stop_the_others()
    {
        using var folder = new TemporaryFolder();
        using var file = new RotatingFile(folder["a.log"], 10, 3);
        Append(file, "before it is frozen\n");
        using var frozen = AppendedFile.OpenFolder(folder.FullPath);
        Assert.True(AppendedFile.TryLock(frozen, exclusive: true));

        await Task.Run(() => Append(file, "while it is\n"), TestContext.Current.CancellationToken);
        AppendedFile.Release(frozen);
        Append(file, "after\n");

        // The first rotation was before; what was written beside the frozen process stands in the newest file, which was full by then.
        Assert.Equal("before it is frozen\n", File.ReadAllText(folder["a.2.log"]));
        Assert.Equal("while it is\nafter\n", File.ReadAllText(folder["a.1.log"]));
    }

    [Fact]
    public void A_folder_that_somebody_removes_is_made_again_for_this_user_alone()
    {
        using var folder = new TemporaryFolder();
        using var file = new RotatingFile(folder["logs/a.log"], 1000, 3);
        Append(file, "one\n");
        Directory.Delete(folder["logs"], recursive: true);

        Append(file, "two\n");

        Assert.Equal("two\n", File.ReadAllText(folder["logs/a.log"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["logs/a.log"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["logs"]));
    }

    private static void Append(RotatingFile file, string line)
    {
        file.Append(Encoding.UTF8.GetBytes(line));
        file.RotateWhenFull();
    }

    private static Process Start(string path, string name, int lines, int rotateBytes, int files)
        => Process.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Reelway.LogWriter.dll"), path, name, $"{lines}", $"{rotateBytes}", $"{files}"]);
}
