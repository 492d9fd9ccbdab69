using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;

namespace Reelway.Frame.Doctor;

/// <summary>Findings as a command shows them.</summary>
internal static class FindingList
{
    /// <summary>Shows what checks found; the exit code tells whether all is well.</summary>
    /// <param name="mended">What was mended before.</param>
    public static int Show(CliCall call, IReadOnlyList<Finding> findings, IReadOnlyList<string>? mended = null)
    {
        var ok = findings.All(finding => finding.State != FindingState.Fail);
        var checks = findings.Select(finding => new
        {
            finding.Name,
            State = SettingNames.FromProperty(finding.State.ToString()),
            finding.Detail,
            finding.Remedy,
        }).ToList();
        call.Console.Show(new { ok, mended, checks }, text =>
        {
            text.Table(["state", "what", "found"], checks.Select(check => new[]
            {
                check.State, check.Name, check.Remedy is null ? check.Detail : $"{check.Detail} -> {check.Remedy}",
            }));
        });
        return ok ? ExitCode.Ok : ExitCode.Failed;
    }
}
