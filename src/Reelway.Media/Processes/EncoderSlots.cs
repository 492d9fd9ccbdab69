using System.Globalization;

namespace Reelway.Media;

/// <summary>Keeps the number of encoders on this machine at <see cref="MediaOptions.Encoders"/>, over all processes that share the folder.</summary>
/// <remarks>Each slot is a file; holding it locked is having the slot. The kernel frees the slots of a process that dies.</remarks>
internal sealed class EncoderSlots(MediaOptions options, TimeProvider time) : IDisposable
{
    /// <summary>A lock of another process tells nobody when it is freed: look this often.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly string _folder = Path.GetFullPath(Path.Combine(options.Folder, "encoders"));

    /// <summary>Our own waiters queue here first, so that they come in turn and only <see cref="MediaOptions.Encoders"/> of them look at the files.</summary>
    private readonly SemaphoreSlim _queue = new(options.Encoders >= 1 ? options.Encoders : throw new ArgumentException($"media.encoders is {options.Encoders}: it must be at least 1.", nameof(options)));

    /// <summary>Waits for a free slot, which is free again when the result is disposed.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _queue.WaitAsync(cancellation);
        try
        {
            Directory.CreateDirectory(_folder);
            FileStream? slot;
            while ((slot = TryTake()) is null)
            {
                await Task.Delay(LookEvery, time, cancellation);
            }

            return new Slot(slot, _queue);
        }
        catch (IOException fault) when (MediaException.IsDiskFull(fault))
        {
            _queue.Release();
            throw MediaException.NoSpace(_folder, fault);
        }
        catch
        {
            _queue.Release();
            throw;
        }
    }

    public void Dispose() => _queue.Dispose();

    private FileStream? TryTake()
    {
        for (var number = 1; number <= options.Encoders; number++)
        {
            try
            {
                var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{number}.lock"));
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException fault) when (OwnedFolder.IsHeld(fault))
            {
                // Somebody else's: try the next.
                continue;
            }
        }

        return null;
    }

    private sealed class Slot(FileStream held, SemaphoreSlim queue) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                held.Dispose();
                queue.Release();
            }
        }
    }
}
