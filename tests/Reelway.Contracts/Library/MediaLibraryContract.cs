using System.Security.Cryptography;
using Reelway.Engine;
using Reelway.Library;

namespace Reelway.Contracts.Library;

/// <summary>What every kind of media library must do. A new kind adds one subclass and no new assertions.</summary>
public abstract class MediaLibraryContract : IAsyncDisposable
{
    private protected const string Folder = "talks/talk_0000000000001";

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _made = [];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty library.</summary>
    internal abstract Task<MediaLibrary> OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        _made.ForEach(made => made.Dispose());
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Disposes of something with the test.</summary>
    private protected T Own<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }

    [Theory]
    [InlineData("Owls.mp4", 0)]
    [InlineData("Owls_ why_ ü + 100% #1.mp4", 1)]
    [InlineData("a.jpg", 70_000)]
    [InlineData("long.mp4", 6_000_000)]
    public async Task A_kept_video_comes_back_as_it_was(string name, int bytes)
    {
        var library = await OpenAsync();
        var content = RandomNumberGenerator.GetBytes(bytes);

        var video = await KeepAsync(library, name, content);

        Assert.Equal(content, await FetchAsync(library, video));
        await using var stream = await library.OpenAsync(video, Cancellation);
        stream.Position = bytes / 2;
        var rest = new byte[bytes - (bytes / 2)];
        await stream.ReadExactlyAsync(rest, Cancellation);
        Assert.Equal(content[(bytes / 2)..], rest);
    }

    [Fact]
    public async Task The_same_place_again_replaces_what_was_there()
    {
        var library = await OpenAsync();
        var first = await KeepAsync(library, "Owls.mp4", [1, 2, 3]);

        var second = await KeepAsync(library, "Owls.mp4", [4, 5]);

        Assert.Equal(first.File, second.File);
        Assert.Equal([4, 5], await FetchAsync(library, second));
    }

    [Fact]
    public async Task Two_at_once_leave_one_of_them_whole()
    {
        var library = await OpenAsync();
        byte[][] contents = [.. Enumerable.Range(1, 2).Select(value => Enumerable.Repeat((byte)value, 300_000).ToArray())];

        var videos = await Task.WhenAll(contents.Select(content => TryKeepAsync(library, content)));

        var kept = await FetchAsync(library, videos.OfType<KeptFile>().First());
        Assert.Contains(kept, contents);
    }

    [Fact]
    public async Task A_video_that_is_gone_or_another_needs_a_person()
    {
        var library = await OpenAsync();
        var video = await KeepAsync(library, "Owls.mp4", [1, 2, 3]);

        foreach (var other in new[] { video with { Bytes = 4 }, video with { File = video.File + "x" } })
        {
            var fault = await Assert.ThrowsAsync<FaultException>(() => library.OpenAsync(other, Cancellation));
            Assert.Equal(FaultKind.NeedsPerson, fault.Fault.Kind);
            Assert.Contains($"The library has no {other.File} of {other.Bytes} bytes any more", fault.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<FaultException>(() => library.FetchAsync(other, _folder["copy"], Cancellation));
        }
    }

    [Fact]
    public async Task What_was_given_up_before_it_began_can_be_kept_again()
    {
        var library = await OpenAsync();
        var file = await FileAsync([1, 2, 3]);
        try
        {
            await library.KeepAsync(file, Folder, "Owls.mp4", new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            Assert.True(File.Exists(file));
        }

        Assert.Equal([4, 5], await FetchAsync(library, await KeepAsync(library, "Owls.mp4", [4, 5])));
    }

    private async Task<KeptFile?> TryKeepAsync(MediaLibrary library, byte[] content)
    {
        try
        {
            return await KeepAsync(library, "Owls.mp4", content);
        }
        catch (Exception fault) when (fault is FaultException or Reelway.Connectors.ConnectorException)
        {
            // Whoever loses says so; what it must not do is to leave half of each.
            return null;
        }
    }

    private protected async Task<KeptFile> KeepAsync(MediaLibrary library, string name, byte[] content)
    {
        var file = await FileAsync(content);
        return new KeptFile(await library.KeepAsync(file, Folder, name, Cancellation), content.Length);
    }

    private protected async Task<string> FileAsync(byte[] content)
    {
        var file = _folder[$"{Guid.NewGuid():N}"];
        await File.WriteAllBytesAsync(file, content, Cancellation);
        return file;
    }

    private protected async Task<byte[]> FetchAsync(MediaLibrary library, KeptFile video)
        => await File.ReadAllBytesAsync(await library.FetchAsync(video, _folder[$"{Guid.NewGuid():N}"], Cancellation), Cancellation);
}
