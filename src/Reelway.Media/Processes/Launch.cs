using System.Diagnostics;

namespace Reelway.Media;

/// <summary>How a program is started so that it can neither outlive us nor hide its own children from us.</summary>
/// <remarks>
/// <c>setpriv --pdeathsig KILL</c> ends it when we die in any way, <c>setsid</c> gives it a session and process group of its own, so that
/// one signal reaches all its children and a Ctrl+C in our terminal does not reach them behind our back. Each of these replaces itself
/// by the next, so the process id stays the one we started. util-linux and coreutils are part of every Debian and Ubuntu;
/// elsewhere what is missing is left out, and then children may survive a kill -9 of ours until
/// <see cref="ProcessRunner.EndLeftoversAsync"/> finds them.
/// </remarks>
internal static class Launch
{
    private static readonly string? SetPriv = OperatingSystem.IsLinux() ? ToolPath.Find("setpriv") : null;
    private static readonly string? SetSid = OperatingSystem.IsLinux() ? ToolPath.Find("setsid") : null;
    private static readonly string? NiceTool = OperatingSystem.IsWindows() ? null : ToolPath.Find("nice");

    /// <summary>True when children lead a process group of their own.</summary>
    public static bool OwnGroup => SetSid is not null;

    public static ProcessStartInfo Of(ProcessRequest request)
    {
        var tool = ToolPath.Find(request.Tool) ?? throw new MediaException(
            MediaFaultKind.ToolMissing,
            $"{request.Tool} is not installed or not executable: install it (Debian, Ubuntu: apt install ffmpeg), or set media.ffmpeg and media.ffprobe to where it is.");
        List<string> line =
        [
            .. SetPriv is null ? [] : (string[])[SetPriv, "--pdeathsig", "KILL", "--"],
            .. SetSid is null ? [] : (string[])[SetSid],
            .. NiceTool is null || request.Nice == 0 ? [] : (string[])[NiceTool, "-n", $"{request.Nice}"],
            tool,
            .. request.Arguments,
        ];
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Clean(start.Environment);
        return start;
    }

    /// <summary>A tool that reads strangers' files gets none of our settings (secrets among them) and answers in English.</summary>
    private static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("REELWAY__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            environment.Remove(name);
        }

        // FFREPORT would write a log file into the current folder, colours would end up in fault sentences.
        environment.Remove("FFREPORT");
        environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        environment["LC_ALL"] = "C";
    }
}
