using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reelway.Bench;

/// <summary>A host without a console, so that no peer pays for its log.</summary>
internal static class PeerHost
{
    public static HostApplicationBuilder Create()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "bench" });
        builder.Logging.ClearProviders();
        return builder;
    }
}
