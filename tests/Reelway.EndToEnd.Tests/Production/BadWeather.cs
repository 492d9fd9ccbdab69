using Reelway.Sandbox;
using Reelway.Sandbox.Faults;

namespace Reelway.EndToEnd.Tests.Production;

/// <summary>Lets a tenth of all calls to the outside fail, each in another way; the same ones for the same seed.</summary>
internal sealed class BadWeather
{
    // More than the calls of twenty talks, also with all that is repeated.
    private const int FaultsPerSystem = 400;

    private readonly ProductionSetup _setup;
    private readonly Random _random;

    public BadWeather(ProductionSetup setup, int seed)
    {
        (_setup, _random) = (setup, new Random(seed));
        foreach (var system in new[] { "facebook", "google" })
        {
            var skipped = 0;
            for (var fault = 0; fault < FaultsPerSystem; fault++)
            {
                // 0 to 18 calls in between: every tenth one on the average.
                skipped += _random.Next(19);
                setup.Sandbox.Faults.Add(NextFault(system) with { Skip = skipped });
            }
        }
    }

    /// <summary>Once in a while the answers on their way from bucket, queue and mail server get lost, or the whole line to the first two.</summary>
    public async Task BlowAsync()
    {
        switch (_random.Next(30))
        {
            case 0:
                _setup.AwsLine.LoseNextAnswer();
                break;
            case 1:
                await _setup.AwsLine.CutAsync();
                break;
            case 2:
                _setup.MailLine.LoseNextAnswer();
                break;
            default:
                break;
        }
    }

    /// <summary>Which part of the calls to a system has failed, 0 to 1.</summary>
    public static double Share(IReadOnlyList<SandboxRequest> requests) => (double)requests.Count(request => request.Fault is not null) / requests.Count;

    private SandboxFault NextFault(string system) => _random.Next(5) switch
    {
        0 => new SandboxFault(system, FaultEffect.Cut),
        1 => new SandboxFault(system, FaultEffect.LostAnswer),
        2 => new SandboxFault(system, FaultEffect.Status, Status: 503),
        3 => new SandboxFault(system, FaultEffect.Status, Status: 502, Body: "<html><body>Bad gateway</body></html>"),
        _ => new SandboxFault(system, FaultEffect.Delay, DelayMs: 200),
    };
}
