using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Reelway.Frame.Logging;

/// <summary>
/// Files that several processes append to, and a lock on a folder: what the operating system offers for it and the class library does not.
/// The class library's append mode writes where the file ended when it was opened, over what others have appended since.
/// </summary>
internal static class AppendedFile
{
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;

    // open(2): 0600 in octal; what is logged concerns this server's user alone.
    private const int OwnerOnly = 0x180;

    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int DoNotWait = 4;
    private const int Unlock = 8;

    private const int Interrupted = 4;

    private static int Create => OperatingSystem.IsMacOS() ? 0x200 : 0x40;

    private static int Append => OperatingSystem.IsMacOS() ? 0x8 : 0x400;

    // Children must not keep a log open that was rotated away.
    private static int CloseOnExecute => OperatingSystem.IsMacOS() ? 0x100_0000 : 0x8_0000;

    /// <summary>Opens a file so that every write goes to its end at that moment; makes it when it is missing.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle Open(string path) => Opened(path, WriteOnly | Create | Append | CloseOnExecute);

    /// <summary>Opens a folder, to lock it.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle OpenFolder(string path) => Opened(path, ReadOnly | CloseOnExecute);

    /// <summary>Appends all of it. One write where there is room, so that nothing comes in between.</summary>
    /// <exception cref="IOException">Nothing or only a part could be written.</exception>
    public static unsafe void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, string path)
    {
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* first = bytes)
            {
                written = WriteBytes(file, first, bytes.Length);
            }

            if (written >= 0)
            {
                bytes = bytes[(int)written..];
            }
            else if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw Failure(path);
            }
        }
    }

    /// <summary>Takes a lock together with others (<paramref name="exclusive"/> false) or alone. False when somebody stands against it. Held until it is given back or the handle closes.</summary>
    public static bool TryLock(SafeFileHandle handle, bool exclusive)
        => LockFile(handle, (exclusive ? LockExclusive : LockShared) | DoNotWait) == 0;

    /// <summary>Gives a lock back.</summary>
    public static void Release(SafeFileHandle handle) => _ = LockFile(handle, Unlock);

    private static unsafe SafeFileHandle Opened(string path, int flags)
    {
        int descriptor;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            descriptor = OpenFile(name, flags, OwnerOnly);
        }

        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    private static IOException Failure(string path)
    {
        const int noSuchFile = 2;
        var error = Marshal.GetLastPInvokeError();
        var sentence = $"{path}: {Marshal.GetPInvokeErrorMessage(error)}";
        return error == noSuchFile ? new FileNotFoundException(sentence) : new IOException(sentence);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int OpenFile(byte* path, int flags, int mode);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe nint WriteBytes(SafeFileHandle file, byte* bytes, nint count);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LockFile(SafeFileHandle file, int operation);
}
