using System.CommandLine;
using Reelway.Hosting.Cli;
using Reelway.Hosting.Configuration;
using Reelway.Talks;

namespace Reelway.Hosting.Doctor;

/// <summary><c>doctor</c>: looks at everything that the server needs, and says what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
        => cli.Verb("doctor", "Checks whether everything that the server needs is there; exit code 1 when something will not work.",
            "reelway doctor\nreelway doctor --json", [], RunAsync);

    private static async Task<int> RunAsync(CliCall call) => Show(call, await LookAsync(call));

    /// <summary>Shows what checks found; the exit code tells whether all is well.</summary>
    public static int Show(CliCall call, IReadOnlyList<Finding> findings)
    {
        var ok = findings.All(finding => finding.State != FindingState.Fail);
        var checks = findings.Select(finding => new
        {
            finding.Name,
            State = SettingNames.FromProperty(finding.State.ToString()),
            finding.Detail,
            finding.Remedy,
        }).ToList();
        call.Console.Show(new { ok, checks }, text =>
        {
            text.Table(["state", "what", "found"], checks.Select(check => new[]
            {
                check.State, check.Name, check.Remedy is null ? check.Detail : $"{check.Detail} -> {check.Remedy}",
            }));
        });
        return ok ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(CliCall call)
    {
        var settings = call.LoadSettings();
        var directory = settings.Get<DataOptions>().Directory;
        var built = File.GetLastWriteTimeUtc(typeof(DoctorCommand).Assembly.Location);
        return
        [
            MachineChecks.Runtime(),
            MachineChecks.Clock(call.Surroundings.Clock, built),
            .. MachineChecks.Configuration(settings),
            MachineChecks.DataDirectory(directory),
            MachineChecks.Disk(directory),
            .. await MediaChecks.LookAsync(settings, call.Surroundings.Clock, call.Cancellation),
            StoreChecks.Library(),
            await StoreChecks.StoreAsync(settings, call.Cancellation),
            KeyChecks.Look(settings),
            await DoorbellChecks.LookAsync(settings, call.Cancellation),
            .. await ConnectionChecks.LookAsync(settings, call.Surroundings.Clock, call.Cancellation),
            .. await TalkSheetChecks.LookAsync(settings, call.Surroundings.Clock, call.Cancellation),
        ];
    }
}
