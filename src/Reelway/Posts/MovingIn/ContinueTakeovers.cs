using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Posts.MovingIn;

/// <summary>Goes on with schedules whose takeover was interrupted.</summary>
[Flow("posts.takeover")]
internal sealed class ContinueTakeovers(TakeoverStore store, Takeovers takeovers, ConnectionPool connections) : IFlow<ScheduledSlot, ContinuedTakeovers>
{
    /// <inheritdoc/>
    public async Task<ContinuedTakeovers> RunAsync(ScheduledSlot input, IRun run)
    {
        var done = 0;
        foreach (var connection in await run.StepAsync("look", step => store.OpenConnectionsAsync(step.Cancellation)))
        {
            done += await run.StepAsync($"go on {connection}", step => GoOnAsync(connection, step));
        }

        return new ContinuedTakeovers(done);
    }

    private async Task<int> GoOnAsync(string connection, IStep step)
    {
        var schedules = await connections.UseAsync<AwsSchedules>(step, connection);
        var open = await store.OpenAsync(connection, step.Cancellation);
        foreach (var row in open)
        {
            var taken = await takeovers.TakeAsync(schedules, row.Connection, row.GroupName, row.Name, dry: false, step.Cancellation);
            step.Log(TakenSchedule.IsBad(taken.Outcome) ? RunLogLevel.Warning : RunLogLevel.Info, $"{row.Name}: {taken.Sentence}");
        }

        return open.Count;
    }
}

/// <summary>How many takeovers were gone on with.</summary>
internal sealed record ContinuedTakeovers(int Schedules);
