using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Runs.Probe;

/// <summary>Registers the probe.</summary>
internal static class ProbeServices
{
    /// <summary>Needs <see cref="ProbeOptions"/>, <see cref="UrlsOptions"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddProbe(this IServiceCollection services)
        => services.AddSingleton<ProbeCalls>().AddFlow<ProbeFlow, ProbeInput, ProbeResult>();
}
