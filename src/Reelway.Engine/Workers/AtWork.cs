using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Engine.Workers;

/// <summary>Notes which runs this process is at work on, in a file that is left behind when it dies: whoever comes next blames nobody else.</summary>
/// <remarks>
/// At work is what could have ended the process: a step's body, or a piece of the flow's own code. A run that only waits for a place is not.
/// The note has to outlive the process and not the machine, so it goes to the system's memory and costs no write to the disk.
/// </remarks>
internal sealed class AtWork(AtWorkFolder? folder, ILogger<AtWork> log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private SafeFileHandle? _file;
    private string _path = "";
    private int _places;

    /// <summary>Begins the note of a worker. Without a folder, or where none can be written, nothing is noted.</summary>
    public void Open(WorkerIdentity worker)
    {
        if (folder is null)
        {
            return;
        }

        lock (_gate)
        {
            Forget();
            try
            {
                Directory.CreateDirectory(folder.Path);
                _path = Path.Combine(folder.Path, $"{Environment.ProcessId}-{Guid.CreateVersion7():N}");
                _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                RandomAccess.Write(_file, LeftAtWork.Header(worker.Id), 0);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                log.NotNoted(folder.Path, unwritable.Message);
                Forget();
            }
        }
    }

    /// <summary>Notes that a run is at work, until the result is disposed.</summary>
    public Note Enter(long run)
    {
        lock (_gate)
        {
            if (_file is null)
            {
                return default;
            }

            var place = _free.TryPop(out var free) ? free : _places++;
            Write(place, run);
            return new Note(this, _file, place);
        }
    }

    /// <summary>Takes the note away: the process ends in order.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Forget();
        }
    }

    private void Leave(SafeFileHandle? noted, int place)
    {
        lock (_gate)
        {
            if (_file is not null && ReferenceEquals(_file, noted))
            {
                Write(place, LeftAtWork.Nobody);
                _free.Push(place);
            }
        }
    }

    private void Write(int place, long run)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, run);
        try
        {
            RandomAccess.Write(_file!, bytes, LeftAtWork.HeaderBytes + ((long)place * sizeof(long)));
        }
        catch (IOException unwritable)
        {
            // A note that is not true would blame somebody; none blames nobody.
            log.NotNoted(_path, unwritable.Message);
            Forget();
        }
    }

    private void Forget()
    {
        if (_file is null)
        {
            return;
        }

        _file.Dispose();
        _file = null;
        _free.Clear();
        _places = 0;
        File.Delete(_path);
    }

    /// <summary>That a run is at work.</summary>
    internal readonly struct Note(AtWork? work, SafeFileHandle? noted, int place) : IDisposable
    {
        public void Dispose() => work?.Leave(noted, place);
    }
}
