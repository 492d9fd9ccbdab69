using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Contracts.Time;
using Reelway.Frame.Cli;
using Reelway.Hosting.Cli;

namespace Reelway.Tests.Hosting.Cli;

public sealed class StopDeadlineTests
{
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_stop_that_outlasts_its_grace_ends_the_process()
    {
        using var deadline = Begin(TimeSpan.FromSeconds(30));

        _clock.Advance(TimeSpan.FromSeconds(33));

        Assert.Equal(ExitCode.Failed, await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_stop_that_has_ended_in_time_ends_nothing_more()
    {
        Begin(TimeSpan.FromSeconds(30)).Dispose();

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.False(_ended.Task.IsCompleted);
    }

    [Fact]
    public void A_grace_that_no_timer_can_be_set_to_is_taken_as_a_long_one()
    {
        using var deadline = Begin(TimeSpan.MaxValue);

        _clock.Advance(TimeSpan.FromDays(29));

        Assert.False(_ended.Task.IsCompleted);
    }

    private StopDeadline Begin(TimeSpan grace) => new(grace, _clock, NullLogger.Instance, _ended.SetResult);
}
