using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Reelway.Engine;

namespace Reelway.Frame.Web;

/// <summary>How much of the server one request may take. Media never passes through here.</summary>
internal static class RequestLimits
{
    /// <summary>What a request says besides an input or a signal that is as large as may be stored, in bytes.</summary>
    private const int AroundPayloadBytes = 64 * 1024;

    public static IServiceCollection AddRequestLimits(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<IServiceProvider>((kestrel, provider) =>
        {
            var engine = provider.GetService<EngineOptions>() ?? new EngineOptions();
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = engine.PayloadLimitBytes + (long)AroundPayloadBytes;
        });
        return services;
    }

    /// <summary>What is wrong with a body that is larger.</summary>
    public static string Sentence(HttpContext context)
        => $"The body is larger than {context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize} bytes, the most that is taken (engine.payload_limit_bytes and a little); nothing was done.";
}
