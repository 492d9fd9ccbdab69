using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;
using Reelway.Media;
using Reelway.Sandbox;

namespace Reelway.Hosting.Demo;

/// <summary><c>demo</c>: a recording goes all the way on this machine alone, and what came of it is shown.</summary>
internal static class DemoCommand
{
    private const string Talks = "talks";

    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var keep = new Option<bool>("--keep") { Description = "Leave everything running until Ctrl-C, to be looked at." };
        var only = new Option<string?>("--only") { Description = $"What is shown: {Talks}, {DemoPosts.Name} or {DemoScaling.Name}. Default: {Talks}.", HelpName = "NAME" };
        only.AcceptOnlyFromAmong(Talks, DemoPosts.Name, DemoScaling.Name);
        return cli.Verb("demo", "Starts a sandbox and a server, and takes a talk, a post or a campaign all the way.",
            "reelway demo\nreelway demo --only posts\nreelway demo --only scaling\nreelway demo --keep\nreelway demo --json", [only, keep],
            call => call.Value(only) switch
            {
                DemoPosts.Name => DemoPosts.RunAsync(call, call.Value(keep)),
                DemoScaling.Name => DemoScaling.RunAsync(call, call.Value(keep)),
                _ => RunAsync(call, call.Value(keep)),
            });
    }

    private static async Task<int> RunAsync(CliCall call, bool keep)
    {
        var cancellation = call.Cancellation;
        using var folder = PassingFolder.Open(Path.GetTempPath(), "demo");
        using var runner = new ProcessRunner(new MediaOptions { Folder = folder.Path }, call.Surroundings.Clock);
        var files = await DemoFiles.CreateAsync(folder.Path, cancellation);
        var accounts = new SandboxOptions { DataFolder = files.Sandbox, Time = call.Surroundings.Clock };
        await using var sandbox = await SandboxServer.StartAsync(accounts, cancellation);
        await files.ConfigureAsync(sandbox, accounts, cancellation);

        await using var server = await DemoServer.StartAsync(runner, files.Configuration, files.Data, cancellation);
        var webhook = new DemoWebhook(server, sandbox, call.Surroundings.Clock);
        await webhook.AddAsync(cancellation);
        var recording = await CliProgress.WatchAsync(
            call, "Making a recording", progress => new DemoRecording(runner, folder.Path).MakeAsync(progress, cancellation));
        files.Drop(recording);
        var run = await CliProgress.WatchAsync(
            call, progress => new DemoRun(server, call.Surroundings.Clock).FollowAsync(progress, cancellation));

        var announced = run.Text("state") == "succeeded" ? await webhook.ArrivalAsync(cancellation) : null;
        var report = await DemoReport.CollectAsync(run, announced, server, sandbox, files, new MediaProbe(runner, new MediaOptions()), cancellation);
        call.Console.Show(report, text => DemoText.Write(text, report, sandbox.HttpUrl, run, keep));
        await call.Surroundings.Out.FlushAsync(CancellationToken.None);
        var code = await JudgeAsync(call, report, run);
        return keep ? await KeepAsync(call, report.Dashboard, sandbox.HttpUrl, folder.Path, code) : code;
    }

    private static async Task<int> JudgeAsync(CliCall call, DemoReport report, JsonElement run)
    {
        if (report.Run.State != "succeeded")
        {
            call.Console.Fail($"The run is {report.Run.State}: {run.Text("why")}");
            return ExitCode.Failed;
        }

        if (!await report.IsArchivedAsync(call.Cancellation))
        {
            call.Console.Fail("What was published is not what was archived.");
            return ExitCode.Failed;
        }

        if (report.Webhook is not { Verified: true })
        {
            call.Console.Fail(report.Webhook is null ? "The talk was not announced to the receiver of webhooks." : "The receiver of webhooks refuses the signature.");
            return ExitCode.Failed;
        }

        return ExitCode.Ok;
    }

    internal static async Task<int> KeepAsync(CliCall call, Uri page, Uri sandbox, string folder, int code)
    {
        call.Console.Say($"What the server shows: {page}");
        call.Console.Say($"What the sandbox received: {new Uri(sandbox, "/_sandbox")}");
        call.Console.Say($"Files: {folder}");
        call.Console.Say("Ctrl-C ends and removes everything.");
        await call.Surroundings.Stop.GentlyAsync();
        return code == ExitCode.Ok && call.Surroundings.Stop.Interrupted ? ExitCode.Interrupted : code;
    }
}
