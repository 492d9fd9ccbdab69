using System.Globalization;
using Reelway.Engine;

namespace Reelway.Runs.Probe;

/// <summary>The operators' diagnostic: calls an address once per step, so that they see what the engine does when things break.</summary>
[Flow(Flow)]
internal sealed class ProbeFlow(ProbeCalls calls, TimeProvider clock) : IFlow<ProbeInput, ProbeResult>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "probe";

    private const int MostSteps = 1000;
    private const int LongestHoldMs = 3_600_000;

    /// <inheritdoc/>
    public async Task<ProbeResult> RunAsync(ProbeInput input, IRun run)
    {
        if (!Uri.TryCreate(input.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw FaultException.Permanent($"The probe's url \"{input.Url}\" is not an http address; write it like http://127.0.0.1:9000/hit.");
        }

        if (input.Steps is < 1 or > MostSteps || input.HoldMs is < 0 or > LongestHoldMs)
        {
            throw FaultException.Permanent($"A probe has 1 to {MostSteps} steps, each held for 0 to {LongestHoldMs} ms; asked were {input.Steps} and {input.HoldMs}.");
        }

        for (var number = 1; number <= input.Steps; number++)
        {
            var k = number;
            await run.StepAsync(string.Create(CultureInfo.InvariantCulture, $"hit-{k}"), step => HitAsync(url, input.HoldMs, run.Id, k, step));
        }

        return new ProbeResult(input.Steps);
    }

    private async Task HitAsync(Uri url, int holdMs, RunId run, int number, IStep step)
    {
        await calls.PostAsync(url, new ProbeHit(run.ToString(), number, step.IdempotencyKey, step.Attempt, step.Worker, step.Epoch), step.Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(holdMs), clock, step.Cancellation);
    }
}
