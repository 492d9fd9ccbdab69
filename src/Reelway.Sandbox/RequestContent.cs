using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reelway.Sandbox;

/// <summary>What the fault gate needs from a request before its endpoint runs.</summary>
/// <param name="Parameters">Query and form fields that a fault may ask for.</param>
/// <param name="Detail">What tells requests on one path apart in the request log, such as the phase of an upload.</param>
internal sealed record RequestContent(IReadOnlyDictionary<string, string> Parameters, string Detail)
{
    /// <summary>Reads a request's query and form. File parts go to a temporary file, not into memory, and vanish with the request.</summary>
    /// <param name="largestBytes">The system's own limit of a request; null for the server's.</param>
    /// <param name="detail">The name of the field that is the detail.</param>
    public static async ValueTask<RequestContent> ReadAsync(HttpContext context, FormOptions form, long? largestBytes, string detail)
    {
        var parameters = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        if (context.Request.HasFormContentType)
        {
            if (largestBytes is { } bytes)
            {
                context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = bytes;
            }

            foreach (var (name, value) in await context.Request.ReadFormAsync(form, context.RequestAborted))
            {
                parameters[name] = value.ToString();
            }
        }

        return new RequestContent(parameters, parameters.GetValueOrDefault(detail, ""));
    }
}
