using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>
/// Reads files by names that somebody else has chosen. What such a name leads to may be a pipe that never answers or a device that never
/// ends: only regular files are opened, at the end of all links, without waiting, and no more is read than the caller can use.
/// </summary>
/// <remarks>Linux only; elsewhere the operating system's own way of opening is taken.</remarks>
public static class NamedFile
{
    // open(2) on Linux; O_NOCTTY keeps a terminal from becoming ours.
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int NoTerminal = 0x100;
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x8_0000;

    // statx(2), whose answer is laid out alike on all processors.
    private const int OfWorkingDirectory = -100;
    private const int OfDescriptor = 0x1000;
    private const uint TypeOnly = 1;
    private const int AnswerBytes = 256;
    private const int ModeAt = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    private static readonly byte[] NoName = [0];

    /// <summary>Opens a file for reading, from any place in it. Others may write, replace and remove it meanwhile.</summary>
    /// <exception cref="IOException">It is not there, can't be opened, or is no regular file; the sentence says which.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static FileStream Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var handle = Opened(path, ReadOnly);
        try
        {
            return new FileStream(handle, FileAccess.Read);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>True when the name leads to a regular file that this process may write.</summary>
    public static bool IsWritable(string path)
    {
        try
        {
            using var file = OperatingSystem.IsLinux() ? Opened(path, WriteOnly) : File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>True when the name leads to a regular file.</summary>
    public static bool IsRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path);
        }

        var answer = new byte[AnswerBytes];
        return StatFile(OfWorkingDirectory, Name(Path.GetFullPath(path)), 0, TypeOnly, answer) == 0 && TypeIn(answer) == Regular;
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="most">More bytes than this are refused.</param>
    /// <inheritdoc cref="Open"/>
    public static byte[] Read(string path, int most)
    {
        using var file = Open(path);
        using var content = new MemoryStream();
        var part = new byte[Math.Min(most + 1L, 64 * 1024)];
        for (int read; (read = file.Read(part, 0, (int)Math.Min(part.Length, most + 1L - content.Length))) > 0;)
        {
            content.Write(part, 0, read);
        }

        return content.Length <= most ? content.ToArray() : throw TooLarge(path, most);
    }

    /// <inheritdoc cref="Read"/>
    public static async Task<byte[]> ReadAsync(string path, int most, CancellationToken cancellation)
    {
        await using var file = Open(path);
        using var content = new MemoryStream();
        var part = new byte[Math.Min(most + 1L, 64 * 1024)];
        for (int read; (read = await file.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, most + 1L - content.Length)), cancellation)) > 0;)
        {
            content.Write(part, 0, read);
        }

        return content.Length <= most ? content.ToArray() : throw TooLarge(path, most);
    }

    /// <summary>Reads a whole file as text. A mark of the encoding in front is obeyed and left out.</summary>
    /// <param name="encoding">Of files without such a mark.</param>
    /// <exception cref="DecoderFallbackException">It is not text of the encoding, which is strict.</exception>
    /// <inheritdoc cref="Read"/>
    public static string ReadText(string path, int most, Encoding encoding) => Text(Read(path, most), encoding);

    /// <inheritdoc cref="ReadText"/>
    public static async Task<string> ReadTextAsync(string path, int most, Encoding encoding, CancellationToken cancellation)
        => Text(await ReadAsync(path, most, cancellation), encoding);

    private static SafeFileHandle Opened(string path, int access)
    {
        var full = Path.GetFullPath(path);
        EnsureRegular(full, TypeOf(OfWorkingDirectory, Name(full), 0, full));
        var descriptor = OpenFile(Name(full), access | DoNotWait | NoTerminal | CloseOnExecute);
        if (descriptor < 0)
        {
            throw Failure(full);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            // Something else may stand under the name since it was looked at.
            EnsureRegular(full, TypeOf(descriptor, NoName, OfDescriptor, full));
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static string Text(byte[] bytes, Encoding encoding)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), encoding);
        return reader.ReadToEnd();
    }

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static int TypeOf(int from, byte[] name, int flags, string path)
    {
        var answer = new byte[AnswerBytes];
        return StatFile(from, name, flags, TypeOnly, answer) == 0 ? TypeIn(answer) : throw Failure(path);
    }

    private static int TypeIn(byte[] answer) => BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)) & TypeMask;

    private static void EnsureRegular(string path, int type)
    {
        if (type != Regular)
        {
            throw new IOException($"{path} is {Words(type)}, not a regular file.");
        }
    }

    private static string Words(int type) => type switch
    {
        0x1000 => "a pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a folder",
        0xC000 => "a socket",
        _ => "something else",
    };

    private static IOException TooLarge(string path, int most) => new($"{path} has more than {most} bytes.");

    private static Exception Failure(string path)
    {
        const int notPermitted = 1, noSuchFile = 2, noAccess = 13, noFolder = 20;
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            noSuchFile => new FileNotFoundException($"Could not find file '{path}'.", path),
            noFolder => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
            notPermitted or noAccess => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ => new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatFile(int from, byte[] path, int flags, uint wanted, [Out] byte[] answer);
}
