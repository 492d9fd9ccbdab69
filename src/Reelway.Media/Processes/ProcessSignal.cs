using System.Runtime.InteropServices;

namespace Reelway.Media;

/// <summary>Signals to processes and process groups, which the class library cannot send.</summary>
internal static class ProcessSignal
{
    public const int Interrupt = 2;
    public const int Kill = 9;

    /// <summary>Signals every process of the group. False when there is no such group.</summary>
    public static bool SendToGroup(int group, int signal) => Send(-group, signal);

    /// <summary>Signals the process. False when there is no such process.</summary>
    public static bool SendTo(int pid, int signal) => Send(pid, signal);

    private static bool Send(int target, int signal)
    {
        // 0, 1 and -1 would reach our own group, init or everybody: no child of ours ever has such a number.
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Abs(target), 2);
        if (SendSignal(target, signal) == 0)
        {
            return true;
        }

        // Not permitted: by now the number belongs to somebody else, and ours is gone.
        const int notPermitted = 1;
        const int noSuchProcess = 3;
        var error = Marshal.GetLastPInvokeError();
        return error is noSuchProcess or notPermitted
            ? false
            : throw new InvalidOperationException($"Signal {signal} to {target} was refused: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int target, int signal);
}
