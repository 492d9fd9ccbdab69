using System.Text.Json;
using Reelway.Engine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary>Shows a run's log, and follows it until the run has ended or needs a person.</summary>
internal sealed class RunLog(CliCall call, string run)
{
    // How soon a new line is seen; the API holds the lines, so nothing is lost between two questions.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    // A server that restarts is back sooner.
    private const int MostFailures = 60;

    /// <summary>Shows what there is after a line; following, its exit code tells the run's end.</summary>
    public async Task<int> ShowAsync(long after, bool follow)
    {
        var failures = 0;
        while (true)
        {
            string? state = null;
            try
            {
                var api = await call.ApiAsync();
                // The state first: lines that are written after it was read are read all the same.
                state = follow ? (await api.GetAsync(RunsApi.Get.At(run), call.Cancellation)).Text("state") : null;
                after = await ShowPagesAsync(api, after);
                failures = 0;
            }
            catch (CliException lost) when (follow && lost.ExitCode == ExitCode.Connection && ++failures <= MostFailures)
            {
                call.Console.Detail(lost.Message);
            }

            if (!follow)
            {
                return ExitCode.Ok;
            }

            if (state is not null && RunStateNames.TryParse(state, out var reached) && ExitCodeOf(reached) is { } code)
            {
                return code;
            }

            await Task.Delay(Between, call.Surroundings.Clock, call.Cancellation);
        }
    }

    private async Task<long> ShowPagesAsync(ApiClient api, long after)
    {
        while (true)
        {
            var page = await api.GetAsync(ApiQuery.Of(RunsApi.Log.At(run), ("after", $"{after}")), call.Cancellation);
            if (page.List("items").Any())
            {
                call.Show(page, Lines);
            }

            after = long.TryParse(page.Text("lastId"), out var last) ? Math.Max(after, last) : after;
            if (page.Text("hasMore") != bool.TrueString)
            {
                return after;
            }
        }
    }

    private static void Lines(CliText text, JsonElement page)
    {
        foreach (var line in page.List("items"))
        {
            var step = line.Text("step") is { } name ? $"{name}: " : string.Empty;
            text.Line($"{line.Time("at")} {line.Text("level"),-7} {step}{line.Text("message")}");
        }
    }

    private static int? ExitCodeOf(RunState state) => state switch
    {
        RunState.Succeeded => ExitCode.Ok,
        RunState.Partial => ExitCode.Partial,
        RunState.Failed or RunState.Cancelled or RunState.NeedsAttention => ExitCode.Failed,
        _ => null,
    };
}
