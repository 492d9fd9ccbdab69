using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reelway.Sandbox;

/// <summary>What the fault gate needs from a request before its endpoint runs.</summary>
/// <param name="Parameters">Query and form fields that a fault may ask for.</param>
/// <param name="Detail">What tells requests on one path apart in the request log, such as the phase of an upload.</param>
internal sealed record RequestContent(IReadOnlyDictionary<string, string> Parameters, string Detail)
{
    /// <summary>For a system that tells its requests apart by an operation alone.</summary>
    public static RequestContent Of(string operation) => new(new Dictionary<string, string> { ["operation"] = operation }, operation);

    /// <summary>Reads a request's query and form. File parts go to a temporary file, not into memory, and vanish with the request.</summary>
    /// <param name="detail">The name of the field that is the detail.</param>
    public static async ValueTask<RequestContent> ReadAsync(HttpContext context, string detail = "", int largestField = 1024 * 1024)
    {
        var parameters = QueryOf(context);
        if (context.Request.HasFormContentType)
        {
            var form = new FormOptions { MultipartBodyLengthLimit = long.MaxValue, ValueLengthLimit = largestField };
            foreach (var (name, value) in await context.Request.ReadFormAsync(form, context.RequestAborted))
            {
                parameters[name] = value.ToString();
            }
        }

        return new RequestContent(parameters, parameters.GetValueOrDefault(detail, ""));
    }

    public static Dictionary<string, string> QueryOf(HttpContext context)
        => context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
}
