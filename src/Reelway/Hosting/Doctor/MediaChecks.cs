using System.Globalization;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Media;
using Reelway.Talks;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at ffmpeg: whether it is there, and whether it can do what the features need.</summary>
internal static class MediaChecks
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    // What each feature asks of ffmpeg.
    private static readonly (string Feature, string List, string Name)[] Needs =
    [
        ("cutting (picture)", "-encoders", "libx264"),
        ("cutting (sound)", "-encoders", "aac"),
        ("fades (picture)", "-filters", "fade"),
        ("fades (sound)", "-filters", "afade"),
    ];

    /// <summary>The tools.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        var options = settings.Get<MediaOptions>();
        using var runner = new ProcessRunner(options, clock);
        var findings = new List<Finding>();
        foreach (var tool in new[] { options.Ffmpeg, options.Ffprobe })
        {
            findings.Add(await VersionAsync(runner, tool, cancellation));
        }

        if (findings.TrueForAll(finding => finding.State == FindingState.Ok))
        {
            findings.Add(await AbilitiesAsync(runner, options.Ffmpeg, cancellation));
            var probe = new MediaProbe(runner, options);
            foreach (var (setting, file) in Bumpers(options, settings.Get<TalksOptions>()))
            {
                findings.Add(await BumperAsync(probe, setting, file, cancellation));
            }
        }

        return findings;
    }

    /// <summary>Every clip that a setting names.</summary>
    private static IEnumerable<(string Setting, string File)> Bumpers(MediaOptions options, TalksOptions talks)
    {
        var targets = talks.Stages.Select(stage => ($"talks.stages.{stage.Key}", stage.Value)).Concat(talks.Kinds.Select(kind => ($"talks.kinds.{kind.Key}", kind.Value)));
        IEnumerable<(string Setting, string? File)> named =
        [
            ("media.intro", options.Intro), ("media.outro", options.Outro),
            .. targets.SelectMany(target => new[] { ($"{target.Item1}.intro", target.Value.Intro), ($"{target.Item1}.outro", target.Value.Outro) }),
        ];
        return named.Where(bumper => !string.IsNullOrEmpty(bumper.File)).Select(bumper => (bumper.Setting, bumper.File!));
    }

    private static async Task<Finding> VersionAsync(ProcessRunner runner, string tool, CancellationToken cancellation)
    {
        var name = Path.GetFileName(tool);
        try
        {
            var result = await runner.RunAsync(Ask(tool, "-version"), cancellation);
            var version = result.Output.Split('\n')[0].Trim();
            return result.ExitCode == 0
                ? Finding.Ok(name, version)
                : Finding.Fail(name, $"{tool} -version ended with {result.ExitCode}.", "Install a working ffmpeg (Debian, Ubuntu: apt-get install ffmpeg).");
        }
        catch (MediaException problem)
        {
            return Finding.Fail(name, problem.Message, "Install it (Debian, Ubuntu: apt-get install ffmpeg), or set media.ffmpeg and media.ffprobe.");
        }
    }

    private static async Task<Finding> BumperAsync(MediaProbe probe, string setting, string file, CancellationToken cancellation)
    {
        try
        {
            var info = await probe.ProbeAsync(file, cancellation);
            return Finding.Ok(setting, string.Create(CultureInfo.InvariantCulture, $"{file}, {info.Duration.TotalSeconds:0.#} s"));
        }
        catch (MediaException problem)
        {
            return Finding.Fail(setting, problem.Message, $"Correct {setting}, or leave it out.");
        }
    }

    private static async Task<Finding> AbilitiesAsync(ProcessRunner runner, string ffmpeg, CancellationToken cancellation)
    {
        var lists = new Dictionary<string, HashSet<string>>();
        foreach (var list in Needs.Select(need => need.List).Distinct())
        {
            var result = await runner.RunAsync(Ask(ffmpeg, list), cancellation);
            // A line is flags, the name, and what it does.
            lists[list] = [.. result.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1).Select(words => words[1])];
        }

        var missing = Needs.Where(need => !lists[need.List].Contains(need.Name)).ToList();
        return missing.Count == 0
            ? Finding.Ok("ffmpeg can", string.Join(", ", Needs.Select(need => $"{need.Name} for {need.Feature}")))
            : Finding.Fail("ffmpeg can", $"It lacks {string.Join(", ", missing.Select(need => $"{need.Name} for {need.Feature}"))}.", "Install the distribution's full ffmpeg.");
    }

    private static ProcessRequest Ask(string tool, string question)
        => new() { Tool = tool, Arguments = ["-hide_banner", question], TimeLimit = TimeLimit, Recorded = false };
}
