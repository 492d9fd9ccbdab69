using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Reelway.Hosting.Web;

/// <summary>How much of the server one request may take. Media never passes through here.</summary>
internal static class RequestLimits
{
    /// <summary>Largest body, in bytes: far above any form or event record.</summary>
    public const long BodyBytes = 1_048_576;

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyBytes;
    }
}
