using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Control;

internal static class SettingsRoutes
{
    /// <summary>Adds <c>GET /settings</c>, and <c>PATCH /settings</c>, which replaces the properties that its body names.</summary>
    /// <param name="type">The settings' type in <see cref="SandboxJson.Strict"/>: an unknown property is refused.</param>
    /// <param name="write">Refuses values that make no sense with an <see cref="ArgumentException"/>.</param>
    public static void MapSettings<T>(this IEndpointRouteBuilder routes, JsonTypeInfo<T> type, Func<T> read, Action<T> write)
    {
        routes.MapGet("/settings", () => TypedResults.Json(read(), type));
        routes.MapPatch("/settings", (Delegate)PatchAsync);

        Task<IResult> PatchAsync(HttpContext context)
            => SandboxJson.AcceptAsync(context, SandboxJson.Strict.JsonObject, patch => write(SandboxJson.Patch(read(), patch, type)));
    }
}
