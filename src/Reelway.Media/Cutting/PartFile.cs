using System.Security.Cryptography;

namespace Reelway.Media;

/// <summary>The unfinished output, such as <c>OUT.part.mp4</c>: becomes <c>OUT</c> in one moment when it is proved, and is removed in every other case.</summary>
internal sealed class PartFile : IDisposable
{
    /// <summary>The framework's own way reads 4 KiB at a time, which takes longer than the sums.</summary>
    private const int HashedAtOnce = 1024 * 1024;

    private readonly string _output;
    private readonly FileStream _lock;
    private bool _kept;

    private PartFile(string output, FileStream held)
    {
        _output = output;
        _lock = held;
    }

    public string Path => _lock.Name;

    /// <summary>What has been written; opening the file once more would run into our own lock.</summary>
    public FileStream Content => _lock;

    /// <summary>Takes the name. The lock on it keeps a second cut to the same output away; ffmpeg itself does not look at locks.</summary>
    /// <param name="suffix">What is added to the output's name meanwhile.</param>
    public static PartFile Create(string output, string suffix = ".part.mp4")
    {
        if (Directory.Exists(output))
        {
            throw new MediaException(MediaFaultKind.Failed, $"{output} is a folder: name a file in it.");
        }

        var part = output + suffix;
        try
        {
            return new PartFile(output, new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new MediaException(MediaFaultKind.Failed, $"The folder of {output} does not exist: make it, or name another output.", fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new MediaException(MediaFaultKind.Failed, $"{output} may not be written by this program: change the folder's permissions, or name another output.", fault);
        }
        catch (IOException fault)
        {
            throw OwnedFolder.IsHeld(fault)
                ? new MediaException(MediaFaultKind.Failed, $"Another command is writing {output}: wait for it, or name another output.", fault)
                : MediaException.IsDiskFull(fault)
                    ? MediaException.NoSpace(output, fault)
                    : new MediaException(MediaFaultKind.Failed, $"{output} cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>SHA-256 of what was written when it was last settled, in lower-case hexadecimal.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Puts what was written on the disk, and takes its sum meanwhile. Reading the file elsewhere at the same time is fine.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        var flushed = Task.Run(Flush, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[HashedAtOnce];
        var place = 0L;
        while (await RandomAccess.ReadAsync(_lock.SafeFileHandle, chunk, place, cancellation) is var count and > 0)
        {
            hash.AppendData(chunk, 0, count);
            place += count;
        }

        await flushed;
        Sha256 = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Gives the settled file its name.</summary>
    /// <returns>Its size.</returns>
    public long Keep()
    {
        Flush();
        File.Move(Path, _output, overwrite: true);
        _kept = true;
        return _lock.Length;
    }

    public void Dispose()
    {
        if (!_kept)
        {
            File.Delete(Path);
        }

        _lock.Dispose();
    }

    private void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(_lock.SafeFileHandle);
        }
        catch (IOException fault) when (MediaException.IsDiskFull(fault))
        {
            throw MediaException.NoSpace(_output, fault);
        }
    }
}
