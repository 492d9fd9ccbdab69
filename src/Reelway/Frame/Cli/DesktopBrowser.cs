using System.Diagnostics;

namespace Reelway.Frame.Cli;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class DesktopBrowser
{
    private static readonly string[] Displays = ["DISPLAY", "WAYLAND_DISPLAY"];

    /// <summary>Asks the desktop to open an address; without a desktop nothing happens, since the address is shown as well.</summary>
    public static void Open(Uri address, IReadOnlyDictionary<string, string> variables)
    {
        if (Opener(variables) is not { } opener)
        {
            return;
        }

        // In the shell's background: what the browser says stays out of the command's output, and Ctrl-C, which ends the command, does not reach it.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$1\" \"$2\" >/dev/null 2>&1 </dev/null &", "sh", opener, address.AbsoluteUri]);
        start.Environment["PATH"] = variables.GetValueOrDefault("PATH");
        using var process = Process.Start(start);
    }

    // Without a display xdg-open would start a browser for terminals, on the terminal that the command uses.
    private static string? Opener(IReadOnlyDictionary<string, string> variables)
        => OperatingSystem.IsMacOS() ? "open"
            : OperatingSystem.IsLinux() && Displays.Any(name => !string.IsNullOrEmpty(variables.GetValueOrDefault(name))) ? "xdg-open"
            : null;
}
