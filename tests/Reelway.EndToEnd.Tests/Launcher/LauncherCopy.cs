using System.Diagnostics;

namespace Reelway.EndToEnd.Tests.Launcher;

/// <summary>
/// <c>./reelway</c> and <c>./test</c> in a folder of their own, on a search path that holds only the tools named here. dotnet and apt-get
/// are scripts that note how they were called, so nothing is built, tested or installed.
/// </summary>
internal sealed class LauncherCopy : IDisposable
{
    private static readonly string[] Tools =
    [
        "awk", "bash", "cat", "cp", "cut", "dirname", "env", "find", "flock", "grep", "head", "ln", "mkdir", "mkfifo", "mv", "readlink", "rm", "sed", "setpriv",
        "sort", "tail", "timeout", "touch",
    ];

    // The notes lie beside the script, which finds them through its own path. A fifo named "hold" makes a build wait for the test.
    // What a test project does is in a script of its name, which finds the place of its report in $report.
    private const string Dotnet = """
        notes=${0%/*}
        case $1 in
          --list-sdks) cat "$notes/sdks" ;;
          build)
            echo "$*" >>"$notes/builds"
            [[ ! -p $notes/hold ]] || cat "$notes/hold" >"$notes/released"
            [[ ! -e $notes/broken ]] || { cat "$notes/broken"; exit 1; }
            ;;
          format) ;;
          artifacts/bin/*.Tests/*)
            name=${1##*/}
            echo "${*:2}" >>"$notes/runs"
            while [[ $1 != -result-xml ]]; do shift; done
            report=$2
            source "$notes/${name%.dll}"
            ;;
          *)
            echo "$$"
            printf '%s\n' "${@:2}"
            exit 7
            ;;
        esac
        """;

    private const string AptGet = """
        notes=${0%/*}
        echo "$*" >>"$notes/apt-get.calls"
        [[ $* != *install* ]] || { touch "$notes/ffmpeg" "$notes/ffprobe" && chmod +x "$notes/ffmpeg" "$notes/ffprobe"; }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reelway launcher ");

    private readonly List<Process> _started = [];

    public LauncherCopy()
    {
        House = Directory.CreateDirectory(Path.Combine(_folder.FullName, "the house")).FullName;
        Notes = Directory.CreateDirectory(Path.Combine(_folder.FullName, "tools")).FullName;
        foreach (var file in (string[])["reelway", "test", "eng/machine.sh", "eng/build.sh", "eng/servers.sh", "eng/peers.sh", "eng/units.sh"])
        {
            Copy(file);
        }

        foreach (var file in (string[])
            ["src/Program.cs", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "eng/BannedSymbols.txt"])
        {
            Write(file);
        }

        foreach (var tool in Tools)
        {
            File.CreateSymbolicLink(Path.Combine(Notes, tool), Find(tool));
        }

        AddTool("chmod", $"exec {Find("chmod")} \"$@\"");
        AddTool("dotnet", Dotnet);
        AddTool("ffmpeg", "");
        AddTool("ffprobe", "");
        File.WriteAllText(Path.Combine(Notes, "sdks"), "8.0.100 [/x]\n10.0.100 [/x]\n");
    }

    public string House { get; }

    public string Notes { get; }

    public int Builds => Lines("builds").Length;

    public void AddAptGet()
    {
        AddTool("apt-get", AptGet);
        AddTool("apt-cache", "");

        // Without this an unprivileged user would not get to apt-get.
        AddTool("sudo", "shift; exec \"$@\"");
    }

    public void AddTool(string name, string script)
    {
        var path = Path.Combine(Notes, name);
        File.WriteAllText(path, $"#!{Find("bash")}\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Adds a test project that does what the script says.</summary>
    public void AddTests(string project, string script)
    {
        Write($"tests/{project}/{project}.csproj");
        File.WriteAllText(Path.Combine(Notes, project), script);
    }

    public void RemoveTool(string name) => File.Delete(Path.Combine(Notes, name));

    /// <summary>Writes a file of the house, now.</summary>
    public void Write(string file, string content = "")
    {
        var path = Path.Combine(House, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public string[] Lines(string note)
    {
        var path = Path.Combine(Notes, note);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    public Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find("bash"), [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Notes;
        start.Environment["HOME"] = Notes;
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    public async Task<Launched> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        return await EndAsync(Start(Path.Combine(House, "reelway"), arguments), cancellation);
    }

    public static async Task<Launched> EndAsync(Process process, CancellationToken cancellation)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Launched(process.Id, process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            // A start that failed its test may still wait for something.
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static string Find(string tool)
        => ((string[])["/usr/bin", "/bin", "/usr/sbin", "/sbin"]).Select(folder => Path.Combine(folder, tool)).First(File.Exists);

    private void Copy(string file)
    {
        Write(file);
        File.Copy(Path.Combine(RepositoryRoot.Path, file), Path.Combine(House, file), overwrite: true);
    }
}

/// <summary>How a start ended.</summary>
internal sealed record Launched(int Pid, int ExitCode, string Output, string Error);
