using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Frame.Logging;

/// <summary>
/// A log that several processes write at once: <c>NAME.log</c> is the newest, <c>NAME.1.log</c> the one before it, and so on.
/// </summary>
/// <remarks>
/// A line is one append, which the operating system never mixes with another. Whoever writes shares the folder's lock, and whoever
/// rotates has it alone, so no line goes into a file that is being thrown away. Nobody waits long for a lock: a process that is
/// stopped while it holds it must not stop the others.
/// </remarks>
internal sealed class RotatingFile(string path, long rotateBytes, int files) : IDisposable
{
    // A rotation takes well below a millisecond; who takes longer is frozen, and appending beside it is safe.
    private static readonly TimeSpan PatienceWithRotation = TimeSpan.FromMilliseconds(250);

    // Writers hold the lock for microseconds each; under many of them a gap comes within this, or a later line finds one.
    private static readonly TimeSpan PatienceWithWriters = TimeSpan.FromMilliseconds(5);

    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly Lock _gate = new();
    private SafeFileHandle? _lock;
    private bool _leftFragment;

    /// <summary>The newest file.</summary>
    public string FullPath => path;

    /// <summary>Appends whole lines; they are in the operating system's hands when it returns.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be made.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            try
            {
                AppendOnce(lines);
            }
            catch (FileNotFoundException)
            {
                // There is no folder yet, or somebody has cleaned up.
                Dispose();
                Server.PrivateFolder.Create(_folder);
                AppendOnce(lines);
            }
        }
    }

    /// <summary>Puts the file aside when it is full. When others are just writing, a later call does.</summary>
    /// <exception cref="IOException">A file can't be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be renamed.</exception>
    public void RotateWhenFull()
    {
        lock (_gate)
        {
            if (_lock is { } folder && IsFull && SpinWait.SpinUntil(() => AppendedFile.TryLock(folder, exclusive: true), PatienceWithWriters))
            {
                try
                {
                    Shift();
                }
                finally
                {
                    AppendedFile.Release(folder);
                }
            }
        }
    }

    /// <summary>Closes what is open; a later line opens it again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            _lock = null;
        }
    }

    // Asked of the file by its name: another process may have rotated since.
    private bool IsFull => new FileInfo(path) is { Exists: true } file && file.Length >= rotateBytes;

    private void AppendOnce(ReadOnlySpan<byte> lines)
    {
        var folder = _lock ??= AppendedFile.OpenFolder(_folder);
        var shared = SpinWait.SpinUntil(() => AppendedFile.TryLock(folder, exclusive: false), PatienceWithRotation);
        try
        {
            using var file = AppendedFile.Open(path);
            if (_leftFragment)
            {
                AppendedFile.Write(file, "\n"u8, path);
            }

            var before = RandomAccess.GetLength(file);
            _leftFragment = true;
            try
            {
                AppendedFile.Write(file, lines, path);
                _leftFragment = false;
            }
            catch (IOException) when (RandomAccess.GetLength(file) == before)
            {
                _leftFragment = false;
                throw;
            }
        }
        finally
        {
            if (shared)
            {
                AppendedFile.Release(folder);
            }
        }
    }

    private void Shift()
    {
        // Looked at again: now nobody else can have rotated in between.
        if (!IsFull)
        {
            return;
        }

        for (var number = files - 1; number > 0; number--)
        {
            var younger = number == 1 ? path : Numbered(number - 1);
            if (File.Exists(younger))
            {
                File.Move(younger, Numbered(number), overwrite: true);
            }
        }
    }

    private string Numbered(int number)
        => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}.{number}{Path.GetExtension(path)}"));
}
