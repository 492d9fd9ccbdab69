using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Control;

internal static class SettingsRoutes
{
    /// <summary>Adds <c>GET /settings</c>, and <c>PATCH /settings</c>, which replaces the properties that its body names.</summary>
    /// <param name="write">Refuses values that make no sense with an <see cref="ArgumentException"/>.</param>
    public static void MapSettings<T>(this IEndpointRouteBuilder routes, Func<T> read, Action<T> write)
    {
        routes.MapGet("/settings", () => TypedResults.Json(read(), SandboxJson.Strict));
        routes.MapPatch("/settings", Task<IResult> (HttpContext context)
            => SandboxJson.AcceptAsync<JsonObject>(context, patch => write(SandboxJson.Patch(read(), patch))));
    }
}
