using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Engine.Tests.Doorbells;

public sealed class FullProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_without_a_place_leaves_rings_to_others_until_it_has_one_again()
    {
        var doorbell = new PlacesDoorbell();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = await EngineHarness.StartAsync(
            new SqliteStore(),
            services =>
            {
                services.AddSingleton<IDoorbell>(doorbell);
                ScriptedFlowRegistration.Scripted((_, run) => run.StepAsync("held", async _ =>
                {
                    await gate.Task;
                    return "done";
                }))(services);
            },
            new EngineOptions { Concurrency = 1 });

        Assert.True(await doorbell.NextAsync());
        var run = await engine.RunAsync("scripted", "one");
        Assert.False(await doorbell.NextAsync());
        gate.SetResult();
        Assert.True(await doorbell.NextAsync());

        await engine.ReachAsync(run, RunState.Succeeded);
    }

    /// <summary>Notes when the process says that it has places, or none.</summary>
    private sealed class PlacesDoorbell : IDoorbell
    {
        private readonly Channel<bool> _changes = Channel.CreateUnbounded<bool>();
        private bool? _last;

        public string? Trouble => null;

        public async Task<bool> NextAsync() => await _changes.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(40), Cancellation);

        public void TakeWork(bool takes)
        {
            if (_last != takes)
            {
                _last = takes;
                _changes.Writer.TryWrite(takes);
            }
        }

        public Task ListenAsync(IReadOnlyCollection<string> queues, Action<Ring> rung, CancellationToken cancellation) => Task.CompletedTask;

        public void Ring(Ring ring)
        {
            // Nobody else is there.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
