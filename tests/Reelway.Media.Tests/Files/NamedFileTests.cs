using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Reelway.Contracts;

namespace Reelway.Media.Tests.Files;

public sealed class NamedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pipe_that_nobody_writes_into_is_refused_at_once()
    {
        await MakePipeAsync(_folder["pipe.vtt"]);
        File.CreateSymbolicLink(_folder["link.vtt"], _folder["pipe.vtt"]);

        foreach (var name in new[] { _folder["pipe.vtt"], _folder["link.vtt"] })
        {
            Assert.Equal($"{name} is a pipe, not a regular file.", Assert.Throws<IOException>(() => NamedFile.Open(name)).Message);
            Assert.False(NamedFile.IsRegular(name));
        }
    }

    [Fact]
    public void Devices_folders_and_sockets_are_refused_also_behind_links()
    {
        File.CreateSymbolicLink(_folder["zero.vtt"], "/dev/zero");
        File.CreateSymbolicLink(_folder["twice.vtt"], _folder["zero.vtt"]);
        Directory.CreateDirectory(_folder["folder.vtt"]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket.vtt"]));

        Assert.EndsWith(" is a device, not a regular file.", Refusal("twice.vtt"), StringComparison.Ordinal);
        Assert.EndsWith(" is a folder, not a regular file.", Refusal("folder.vtt"), StringComparison.Ordinal);
        Assert.EndsWith(" is a socket, not a regular file.", Refusal("socket.vtt"), StringComparison.Ordinal);
        Assert.False(NamedFile.IsRegular(_folder["twice.vtt"]));
    }

    [Fact]
    public async Task What_is_larger_than_its_limit_is_not_read_on()
    {
        await File.WriteAllTextAsync(_folder["five.txt"], "12345", Cancellation);

        Assert.Equal("12345"u8.ToArray(), NamedFile.Read(_folder["five.txt"], 5));
        Assert.Equal($"{_folder["five.txt"]} has more than 4 bytes.", Assert.Throws<IOException>(() => NamedFile.Read(_folder["five.txt"], 4)).Message);
        await Assert.ThrowsAsync<IOException>(() => NamedFile.ReadAsync(_folder["five.txt"], 4, Cancellation));
    }

    [Fact]
    public async Task A_file_behind_links_is_read_and_its_mark_left_out()
    {
        await File.WriteAllTextAsync(_folder["text"], "grün", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Cancellation);
        File.CreateSymbolicLink(_folder["link"], "text");

        Assert.Equal("grün", NamedFile.ReadText(_folder["link"], 100, Encoding.UTF8));
        Assert.Equal("grün", await NamedFile.ReadTextAsync(_folder["link"], 100, Encoding.UTF8, Cancellation));
        Assert.True(NamedFile.IsRegular(_folder["link"]));
    }

    [Fact]
    public async Task What_is_not_there_is_told_as_the_class_library_tells_it()
    {
        await File.WriteAllTextAsync(_folder["file"], "", Cancellation);
        File.CreateSymbolicLink(_folder["circle"], "circle");

        Assert.Throws<FileNotFoundException>(() => NamedFile.Open(_folder["none"]));
        Assert.Throws<DirectoryNotFoundException>(() => NamedFile.Open(_folder["file/below"]));
        Assert.Throws<IOException>(() => NamedFile.Open(_folder["circle"]));
    }

    public void Dispose() => _folder.Dispose();

    private string Refusal(string name) => Assert.Throws<IOException>(() => NamedFile.Open(_folder[name])).Message;

    private static async Task MakePipeAsync(string path)
    {
        using var make = Process.Start("mkfifo", [path]);
        await make.WaitForExitAsync(Cancellation);
        Assert.Equal(0, make.ExitCode);
    }
}
