using Reelway.Engine;

namespace Reelway.Bench;

/// <summary>The nearest thing to a job of others: one step that does nothing.</summary>
[Flow("bench.one-step")]
internal sealed class OneStep(Arrivals arrivals) : IFlow<int, int>
{
    public Task<int> RunAsync(int input, IRun run) => run.StepAsync("step", _ =>
    {
        arrivals.Add(input);
        return Task.FromResult(input);
    });
}
