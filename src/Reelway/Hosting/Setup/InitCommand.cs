using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting.Setup.Guided;
using Reelway.Hosting.Setup.Scheduler;
using Reelway.Hosting.Setup.Talkbot;

namespace Reelway.Hosting.Setup;

/// <summary><c>init</c>: writes the first configuration, from nothing, from the old talk bot's settings, or from the older campaign scripts'.</summary>
internal static class InitCommand
{
    private const string Recordings = "recordings";

    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var talkbot = new Option<string?>("--from-talkbot")
        {
            Description = "Take over the settings of the old talk bot: the .env and JSON files of this folder.",
            HelpName = "DIR",
        };
        var scheduler = new Option<string?>("--from-scheduler")
        {
            Description = "Take over the deployment of the old post scheduler: the samconfig.toml of this folder, and its template.",
            HelpName = "DIR",
        };
        var document = new Option<string?>("--from-config-yaml")
        {
            Description = "Take over the older campaign scripts' configuration: config.yaml with what belongs to it.",
            HelpName = "FILE",
        };
        var guided = new Option<bool>("--guided") { Description = "Ask for what posts need, try each credential, and keep it sealed." };
        var answers = new Option<string?>("--answers") { Description = "The answers to --guided, as JSON; - reads them from standard input.", HelpName = "FILE" };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would be taken over and write nothing." };
        return cli.Verb("init", "Writes a first configuration with comments into the current folder; never overwrites.",
            "reelway init\nreelway init --from-talkbot /opt/talkbot --dry-run\nreelway init --from-scheduler ~/social-post-scheduler\nreelway init --from-config-yaml config/config.yaml\nreelway init --guided",
            [talkbot, scheduler, document, guided, answers, dry],
            call => (call.Value(talkbot), call.Value(scheduler), call.Value(document)) switch
            {
                (null, null, null) when call.Value(guided) && !call.Value(dry) => GuideAsync(call, call.Value(answers)),
                _ when call.Value(guided) || call.Value(answers) is not null => throw new CliException(ExitCode.Usage, "--guided goes with --answers FILE alone, and --answers belongs to it."),
                ({ } folder, null, null) => ImportAsync(call, call.FullPath(folder), call.Value(dry)),
                (null, { } folder, null) => ImportSchedulerAsync(call, call.FullPath(folder), call.Value(dry)),
                (null, null, { } file) => DocumentImport.RunAsync(call, call.FullPath(file), call.Value(dry)),
                (null, null, null) => StartAsync(call, call.Value(dry)),
                _ => throw new CliException(ExitCode.Usage, "Name one of --from-talkbot, --from-scheduler and --from-config-yaml."),
            });
    }

    private static async Task<int> GuideAsync(CliCall call, string? answers)
    {
        SetupFiles.EnsureNew(call.Surroundings.WorkingDirectory, [new(SettingsLoader.FileName, ""), new(".env", "")]);
        return answers is null && !call.Console.CanAsk
            ? throw new CliException(ExitCode.Usage, "Nobody is there to answer: run it on a terminal, or give the answers with --answers FILE.")
            : await new GuidedSetup(call, new GuidedAnswers(call, answers is null ? null : await GuidedAnswers.ReadAsync(call, answers))).RunAsync();
    }

    private static async Task<int> StartAsync(CliCall call, bool dry)
    {
        var folder = call.Surroundings.WorkingDirectory;
        SetupFile[] files = [SetupFiles.Template(SettingsLoader.FileName, "reelway.yaml"), SetupFiles.Template(".env.example", "env.example")];
        SetupFiles.EnsureNew(folder, files);
        if (!dry)
        {
            await SetupFiles.WriteAsync(folder, files, call.Cancellation);
            Directory.CreateDirectory(Path.Combine(folder, Recordings));
        }

        var written = files.Select(file => file.Name).Append($"{Recordings}/").ToList();
        call.Console.Show(new { folder, written, dryRun = dry }, people => people.Line($"{(dry ? "Would write" : "Wrote")} {string.Join(", ", written)} in {folder}."));
        call.Console.Say("Next: fill in reelway.yaml, copy .env.example to .env for the secrets, and run: reelway config check");
        return ExitCode.Ok;
    }

    private static async Task<int> ImportAsync(CliCall call, string source, bool dry)
    {
        if (!Directory.Exists(source))
        {
            throw new CliException(ExitCode.NotFound, $"{source} is not a folder; name the one that holds the talk bot's settings.");
        }

        var folder = call.Surroundings.WorkingDirectory;
        var (import, files, isEmpty) = Read(source, isSealing: true);
        SetupFiles.EnsureNew(folder, Read(source, isSealing: false).Files);
        var writes = !dry && !isEmpty;
        if (writes)
        {
            await SetupFiles.WriteAsync(folder, files, call.Cancellation);
            if (await SealedTokens.KeepAsync(call, import.Keys) is { } problem)
            {
                call.Console.Warn($"The pages' tokens could not be sealed: {problem}");
                SetupFiles.Remove(folder, files);
                (import, files, _) = Read(source, isSealing: false);
                await SetupFiles.WriteAsync(folder, files, call.Cancellation);
            }
        }

        ImportText.Show(call, import.Told, writes ? [.. files.Select(file => file.Name)] : []);
        if (isEmpty)
        {
            throw new CliException(ExitCode.Unusable, $"{source} holds nothing that could be taken over, so nothing was written.");
        }

        var isWhole = (!writes || IsUsable(call)) && !import.Told.Any(field => field.Outcome == ImportOutcome.Refused);
        return isWhole ? ExitCode.Ok : ExitCode.Partial;
    }

    private static async Task<int> ImportSchedulerAsync(CliCall call, string source, bool dry)
    {
        if (!Directory.Exists(source))
        {
            throw new CliException(ExitCode.NotFound, $"{source} is not a folder; name the one that the old scheduler was deployed from.");
        }

        var (folder, settings) = (call.Surroundings.WorkingDirectory, new StartingSettings());
        var import = new SchedulerImport(source, settings);
        try
        {
            import.Run();
        }
        catch (FormatException problem)
        {
            throw new CliException(ExitCode.Unusable, problem.Message, problem);
        }

        SetupFile[] files = [new(SettingsLoader.FileName, SchedulerText.Header + settings.ToYaml() + SchedulerText.Rest), .. Secrets(settings)];
        SetupFiles.EnsureNew(folder, files);
        if (!dry)
        {
            await SetupFiles.WriteAsync(folder, files, call.Cancellation);
        }

        ImportText.Show(call, import.Told, dry ? [] : [.. files.Select(file => file.Name)]);
        if (import.Secret is { } secret)
        {
            call.Console.Say($"Next: {ShellCommand.Reelway("connections login x --from-secret", secret)}");
        }

        return (dry || IsUsable(call)) && !import.Told.Any(field => field.Outcome == ImportOutcome.Refused) ? ExitCode.Ok : ExitCode.Partial;
    }

    private static (TalkbotImport Import, SetupFile[] Files, bool IsEmpty) Read(string source, bool isSealing)
    {
        var settings = new StartingSettings();
        var import = new TalkbotImport(new TalkbotFolder(source), settings, isSealing);
        import.Run();
        return (import, [new(SettingsLoader.FileName, TalkbotText.Header + settings.ToYaml()), .. Secrets(settings)], settings.IsEmpty);
    }

    private static IEnumerable<SetupFile> Secrets(StartingSettings settings)
        => settings.Secrets.Count == 0 ? [] : [new SetupFile(".env", settings.ToDotEnv(), IsPrivate: true)];

    /// <summary>Tells what the server would still miss in what was written.</summary>
    public static bool IsUsable(CliCall call)
    {
        var settings = call.LoadSettings();
        foreach (var problem in settings.Problems)
        {
            call.Console.Warn(problem.ToString());
        }

        call.Console.Say("Next: look through reelway.yaml, then run: reelway config check");
        return settings.IsUsable;
    }
}
