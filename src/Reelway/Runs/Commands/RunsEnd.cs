using System.Text.Json;
using Reelway.Engine;
using Reelway.Frame.Cli;

namespace Reelway.Runs.Commands;

/// <summary>Waits until given runs have ended or need a person.</summary>
internal sealed class RunsEnd(CliCall call, IReadOnlyList<string> ids)
{
    // What many runs come to is counted by one short question.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    // A server that restarts is back sooner.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly RunState[] Open = [RunState.Queued, RunState.Running, RunState.Waiting];

    /// <summary>Waits, and says once when they only stand in the queue because nobody takes them up.</summary>
    public async Task<RunsEndCount> WaitAsync()
    {
        var clock = call.Surroundings.Clock;
        var lastAnswer = clock.GetTimestamp();
        var warned = false;
        while (true)
        {
            try
            {
                var states = (await call.AskAsync(RunStartsApi.Count, new CountRequest(ids))).GetProperty("states");
                lastAnswer = clock.GetTimestamp();
                if (Open.Sum(state => Count(states, state)) == 0)
                {
                    return new RunsEndCount(Count(states, RunState.Succeeded));
                }

                if (!warned && Count(states, RunState.Queued) == ids.Count)
                {
                    warned = await WarnAsync();
                }
            }
            catch (CliException lost) when (lost.ExitCode == ExitCode.Connection && clock.GetElapsedTime(lastAnswer) < Patience)
            {
                call.Console.Detail(lost.Message);
            }

            await Task.Delay(Between, clock, call.Cancellation);
        }
    }

    private async Task<bool> WarnAsync()
    {
        var run = await call.AskAsync(RunsApi.Get, ids[0]);
        if (run.Text("state") == RunState.Queued.Name() && run.Text("why") is { } why)
        {
            call.Console.Warn(why);
            return true;
        }

        return false;
    }

    private static int Count(JsonElement states, RunState state) => states.TryGetProperty(state.Name(), out var count) ? count.GetInt32() : 0;
}

/// <summary>How given runs have ended.</summary>
internal sealed record RunsEndCount(int Succeeded);
