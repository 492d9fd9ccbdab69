using System.Text.Json;
using Reelway.Engine;
using Reelway.Frame.Cli;
using Reelway.Talks;

namespace Reelway.Hosting.Demo;

/// <summary>Follows the run of the demo's talk to its end.</summary>
internal sealed class DemoRun(DemoServer server, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    // Half a minute on an idle machine; on a crowded one encoding alone may take many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Waits until the run has ended or needs a person; answers it as the API shows it.</summary>
    public async Task<JsonElement> FollowAsync(IProgress<CliProgress.Doing> progress, CancellationToken cancellation)
    {
        var since = clock.GetTimestamp();
        progress.Report(new("The recording lies in the watched folder and has to stand still", null));
        while (clock.GetElapsedTime(since) < Limit)
        {
            await server.CheckAsync();
            if (await FindAsync(cancellation) is { } run)
            {
                Show(run, progress);
                if (HasCome(run.Text("state")))
                {
                    return run;
                }
            }

            await Task.Delay(Between, clock, cancellation);
        }

        throw new CliException(ExitCode.Failed, $"The talk was not published within {Limit.TotalMinutes:0} minutes; look at it with --keep.");
    }

    private async Task<JsonElement?> FindAsync(CancellationToken cancellation)
    {
        var page = await server.Api.GetAsync($"/api/v1/runs?flow={PublishTalk.Flow}&limit=1", cancellation);
        return page.List("items").Select(run => run.Text("id")).FirstOrDefault() is { } id
            ? await server.Api.GetAsync($"/api/v1/runs/{id}", cancellation)
            : null;
    }

    private static void Show(JsonElement run, IProgress<CliProgress.Doing> progress)
    {
        foreach (var step in run.List("steps").Where(step => step.Text("state") is not ("succeeded" or "skipped")))
        {
            var part = step.TryGetProperty("progress", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null;
            progress.Report(new($"The talk is on its way: {step.Text("name")}", part));
        }
    }

    private static bool HasCome(string? state)
        => RunStateNames.TryParse(state ?? "", out var reached) && (reached.HasEnded() || reached == RunState.NeedsAttention);
}
