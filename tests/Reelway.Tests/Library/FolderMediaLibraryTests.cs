using System.Diagnostics;
using Reelway.Contracts;
using Reelway.Contracts.Library;
using Reelway.Library;
using Reelway.Media;

namespace Reelway.Tests.Library;

public sealed class FolderMediaLibraryTests : MediaLibraryContract
{
    internal override Task<MediaLibrary> OpenAsync() => Task.FromResult(Library(Own(new TemporaryFolder()).FullPath));

    [Fact]
    public async Task A_full_disk_is_named_keeps_the_video_where_it_was_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "only root may mount a small disk");
        using var folder = new TemporaryFolder();
        var disk = Directory.CreateDirectory(folder["library"]).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=128k", "none", disk) == 0, "mounting is not allowed here");
        try
        {
            var file = folder["clip.mp4"];
            await File.WriteAllBytesAsync(file, new byte[400_000], Cancellation);

            var fault = await Assert.ThrowsAsync<MediaException>(() => Library(folder.FullPath).KeepAsync(file, "talks", "Owls.mp4", Cancellation));

            Assert.Equal(MediaFaultKind.NoSpace, fault.Kind);
            Assert.Contains(disk, fault.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(disk, "*", SearchOption.AllDirectories));
            Assert.Equal(400_000, new FileInfo(file).Length);
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    private static MediaLibrary Library(string dataDirectory)
        => new(new MediaOptions { Library = "file:library" }, dataDirectory, _ => throw new InvalidOperationException("A folder needs no buckets."));

    private static async Task<int> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(tool, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
