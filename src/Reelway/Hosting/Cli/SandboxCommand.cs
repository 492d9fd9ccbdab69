using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting.Setup;
using Reelway.Sandbox;

namespace Reelway.Hosting.Cli;

/// <summary><c>sandbox</c>: the stand-ins for the outside systems, until they are told to stop.</summary>
internal static class SandboxCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var port = new Option<int>("--port") { Description = "Port of the HTTP stand-ins; 0 takes a free one.", HelpName = "PORT", DefaultValueFactory = _ => 5090 };
        var smtpPort = new Option<int>("--smtp-port") { Description = "Port of the mail catcher; 0 takes a free one.", HelpName = "PORT", DefaultValueFactory = _ => 5025 };
        var folder = new Option<string?>("--folder") { Description = "Keep uploaded files here. Default: a temporary folder.", HelpName = "DIR" };
        var write = new Option<string?>("--write") { Description = "Write the configuration that uses it into this file, and sheets beside it where there are none.", HelpName = "FILE" };
        return cli.Verb("sandbox", "Starts local stand-ins for Facebook, Google, AWS, mail and webhooks, so that everything can be tried without an account, and prints a configuration that uses them.",
            $"{ShellCommand.Reelway("sandbox --write", SettingsLoader.FileName)}\nreelway sandbox --port 0 --smtp-port 0 --json", [port, smtpPort, folder, write], async call =>
            {
                var options = new SandboxOptions
                {
                    HttpPort = Port(call, port),
                    SmtpPort = Port(call, smtpPort),
                    DataFolder = call.Value(folder) is { } name ? call.FullPath(name) : null,
                    Time = call.Surroundings.Clock,
                };
                await using var sandbox = await StartAsync(options, call.Cancellation);
                var text = SandboxSettings.Whole(sandbox, options);
                Show(call, sandbox, text, call.Value(write) is { } file ? await WriteAsync(call, call.FullPath(file), text) : []);
                await call.Surroundings.Out.FlushAsync(CancellationToken.None);
                await call.Surroundings.Stop.GentlyAsync();
                return call.Surroundings.Stop.Interrupted ? ExitCode.Interrupted : ExitCode.Ok;
            });
    }

    private static int Port(CliCall call, Option<int> option)
        => call.Value(option) is var port and >= 0 and <= 65535
            ? port
            : throw new CliException(ExitCode.Usage, $"{option.Name} must be 0 to 65535.");

    private static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellation)
    {
        try
        {
            return await SandboxServer.StartAsync(options, cancellation);
        }
        catch (IOException problem)
        {
            throw new CliException(ExitCode.Conflict, $"The sandbox can't start: {problem.Message} Choose other ports with --port and --smtp-port.", problem);
        }
    }

    /// <summary>Writes the configuration and, where they are missing, what it names: the sheets and the folder for recordings.</summary>
    /// <returns>What was written.</returns>
    private static async Task<IReadOnlyList<string>> WriteAsync(CliCall call, string file, string text)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (File.Exists(file) && !call.SaysYes)
        {
            throw new CliException(ExitCode.Conflict, $"{file} is there already; name another --write, or replace it with --yes.");
        }

        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "recordings"));
            File.Delete(file);
            SetupFile[] sheets = [SetupFiles.Template("talks.csv", "talks.csv"), SetupFiles.Template("speakers.csv", "speakers.csv")];
            SetupFile[] written = [new(Path.GetFileName(file), text, IsPrivate: true), .. sheets.Where(sheet => !Path.Exists(Path.Combine(folder, sheet.Name)))];
            await SetupFiles.WriteAsync(folder, written, call.Cancellation);
            return [.. written.Select(one => Path.Combine(folder, one.Name))];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{file} can't be written: {problem.Message}", problem);
        }
    }

    private static void Show(CliCall call, SandboxServer sandbox, string text, IReadOnlyList<string> written)
    {
        var url = sandbox.HttpUrl.ToString().TrimEnd('/');
        var shown = new { url, state = $"{url}/_sandbox", smtp = new { host = "127.0.0.1", port = sandbox.SmtpPort }, pid = Environment.ProcessId, written };
        call.Console.Show(shown, people =>
        {
            foreach (var line in written.Count > 0 ? written.Select(file => $"Wrote {file}") : text.TrimEnd().Split('\n'))
            {
                people.Line(line);
            }
        });
        call.Console.Say($"Sandbox: {url}/_sandbox shows everything received. Ctrl-C ends it.");
    }
}
