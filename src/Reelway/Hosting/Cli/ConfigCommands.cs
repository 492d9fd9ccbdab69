using System.CommandLine;
using System.Diagnostics;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting.Setup;
using Reelway.Talks;

namespace Reelway.Hosting.Cli;

/// <summary><c>config show</c>, <c>config check</c> and <c>config convert</c>.</summary>
internal static class ConfigCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
    {
        var origin = new Option<bool>("--origin") { Description = "Also say where each value comes from, and what it has overridden." };
        return CliContext.Noun("config", "The configuration: what holds, and what is wrong with it.",
            cli.Verb("show", "Shows the settings as they hold; secrets are masked.",
                "reelway config show\nreelway config show --origin --env staging", [origin],
                call => Task.FromResult(Show(call, call.Value(origin)))),
            cli.Verb("check", "Says everything that is wrong or doubtful, and what is still missing before a talk can be published; exit code 3 when the server would not start.",
                "reelway config check\nreelway config check --config /etc/reelway/reelway.yaml --json", [], CheckAsync),
            ConvertCommand.Create(cli));
    }

    private static int Show(CliCall call, bool origin)
    {
        var settings = call.LoadSettings();
        var items = settings.Effective.Select(setting => new
        {
            setting.Key,
            setting.Value,
            Origin = setting.Origin.ToString(),
            Secret = setting.IsSecret,
            Overrides = setting.Overridden.Select(overridden => new { overridden.Value, Origin = overridden.Origin.ToString() }),
        }).ToList();
        call.Console.Show(new { items }, text =>
        {
            if (!origin)
            {
                text.Table(["key", "value"], items.Select(item => new[] { item.Key, item.Value }));
                return;
            }

            text.Table(["key", "value", "origin"], items.Select(item => new[]
            {
                item.Key, item.Value,
                string.Join("; ", item.Overrides.Select(overridden => $"over {Quoted(overridden.Value)} ({overridden.Origin})").Prepend(item.Origin)),
            }));
        });
        return Report(call, settings);
    }

    private static async Task<int> CheckAsync(CliCall call)
    {
        var settings = call.LoadSettings();
        var missing = settings.IsUsable ? await TalkReadiness.LookAsync(settings, call.Surroundings.Clock, call.Cancellation) : [];
        var problems = settings.Problems.Select(problem => new
        {
            Level = problem.IsError ? "error" : "warning",
            problem.Key,
            Origin = problem.Origin?.ToString(),
            Message = problem.Message,
        }).ToList();
        var unread = Unread(settings);
        call.Console.Show(new { ok = settings.IsUsable, file = settings.File, environment = settings.Environment, hash = ConfigurationHash.Of(settings), problems, documents = DocumentKeyList.Items(settings.DocumentKeys), missing, unread }, text =>
        {
            if (settings.IsUsable)
            {
                text.Line($"{settings.File ?? "The defaults (no reelway.yaml here)"}: usable, {problems.Count} warning(s). Its hash, which runs are marked with: {ConfigurationHash.Of(settings)}.");
                text.Line(missing.Count == 0 ? "Nothing is missing for a talk to be published." : "Still missing before a talk can be published:");
                foreach (var setting in missing)
                {
                    text.Line($"  {setting.Key}: {setting.Message}");
                }

                if (unread is not null)
                {
                    text.Line(unread);
                }
            }

            DocumentKeyList.ShowExplained(text, settings.DocumentKeys);
        });
        return Report(call, settings);
    }

    /// <summary>What the server on this data directory has not taken over; null when none runs, or nothing was changed since it started.</summary>
    private static string? Unread(Settings settings)
        => ServerFile.Read(settings.Get<DataOptions>().Directory) is { } server && IsRunning(server.Pid) && settings.Files.Any(file => File.GetLastWriteTimeUtc(file) > server.StartedAt)
            ? $"The server at {server.Url} started before the configuration was changed: settings that docs/settings.md does not mark as live, webhook.receivers among them, count from its next start."
            : null;

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            // It has ended, and could not remove its file.
            return false;
        }
    }

    private static int Report(CliCall call, Settings settings)
    {
        foreach (var problem in settings.Problems)
        {
            if (problem.IsError)
            {
                call.Console.Fail(problem.ToString());
            }
            else
            {
                call.Console.Warn(problem.ToString());
            }
        }

        return settings.IsUsable ? ExitCode.Ok : ExitCode.Unusable;
    }

    private static string Quoted(string value) => value.Length == 0 ? "nothing" : $"\"{value}\"";
}
