using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Hosting.Server;
using Reelway.Incoming;

namespace Reelway.Hosting.Doctor;

/// <summary><c>doctor</c>: looks at everything that the server needs, and says what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var fix = new Option<bool>("--fix")
        {
            Description = "First make the folders that are missing, and close files with secrets to other users; data is never touched.",
        };
        return cli.Verb("doctor", "Checks whether everything that the server needs is there; exit code 1 when something will not work.",
            "reelway doctor\nreelway doctor --json\nreelway doctor --fix", [fix], call => RunAsync(call, call.Value(fix)));
    }

    private static async Task<int> RunAsync(CliCall call, bool fix)
    {
        var settings = call.LoadSettings();
        List<string> mended = [];
        List<Finding> failed = [];
        if (fix)
        {
            (mended, failed) = Mend([.. Here(call, settings), KeyChecks.Look(settings)]);
            mended.ForEach(done => call.Console.Say($"Mended: {done}"));
            if (mended.Count + failed.Count == 0)
            {
                call.Console.Say("There was nothing to mend.");
            }

            settings = call.LoadSettings();
        }

        return FindingList.Show(call, [.. failed, .. await LookAsync(call, settings)], mended);
    }

    /// <summary>Mends what can be mended without a person; what can't be after all is a finding of its own.</summary>
    internal static (List<string> Mended, List<Finding> Failed) Mend(IEnumerable<Finding> findings)
    {
        List<string> mended = [];
        List<Finding> failed = [];
        foreach (var finding in findings.Where(finding => finding.Mend is not null))
        {
            try
            {
                mended.Add(finding.Mend!());
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                failed.Add(Finding.Fail($"mending {finding.Name}", problem.Message, finding.Remedy ?? "Give this user the right to it."));
            }
        }

        return (mended, failed);
    }

    /// <summary>What can be seen on this machine alone.</summary>
    private static IReadOnlyList<Finding> Here(CliCall call, Settings settings)
    {
        var directory = settings.Get<DataOptions>().Directory;
        var built = File.GetLastWriteTimeUtc(typeof(DoctorCommand).Assembly.Location);
        return
        [
            .. VersionChecks.Look(),
            ClockChecks.Clock(call.Surroundings.Clock, built),
            ClockChecks.Zone(call.Surroundings.Clock, call.Surroundings.Variables),
            .. ConfigurationChecks.Look(settings),
            .. ConfigurationChecks.Conflicts(settings),
            .. SecretChecks.Look(settings),
            .. FolderChecks.Look(settings),
            SpaceChecks.Disk(directory),
            .. SpaceChecks.ScratchFolder(settings),
            .. Capabilities.All.SelectMany(part => part.ChecksHere(settings)),
            .. settings.IsUsable ? IncomingChecks.Look(ReelwayApp.PublicPathsOf(settings), call.Surroundings.Clock.GetUtcNow()) : [],
        ];
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(CliCall call, Settings settings)
    {
        var clock = call.Surroundings.Clock;
        var parts = new List<Finding>();
        foreach (var part in Capabilities.All)
        {
            parts.AddRange(await part.ChecksAsync(settings, clock, call.Cancellation));
        }

        return
        [
            .. Here(call, settings),
            .. await MediaChecks.LookAsync(settings, clock, call.Cancellation),
            StoreChecks.Library(),
            .. await StoreChecks.StoreAsync(settings, call.Cancellation),
            KeyChecks.Look(settings),
            await DoorbellChecks.LookAsync(settings, call.Cancellation),
            .. await ConnectionChecks.LookAsync(settings, clock, call.Cancellation),
            .. parts,
        ];
    }
}
