using Reelway.Engine;

namespace Reelway.Bench;

/// <summary>Five steps that do nothing: what is left is the engine.</summary>
[Flow("bench.five-steps")]
internal sealed class FiveSteps : IFlow<int, int>
{
    public async Task<int> RunAsync(int input, IRun run)
    {
        for (var i = 1; i <= 5; i++)
        {
            input = await run.StepAsync($"step {i}", _ => Task.FromResult(i));
        }

        return input;
    }
}
