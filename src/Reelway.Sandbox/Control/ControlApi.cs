using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Control;

/// <summary>The endpoints below <c>/_sandbox</c>: look, forget, misbehave.</summary>
internal sealed class ControlApi(IReadOnlyList<SandboxResident> residents, FaultBook faults)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Redirect("/_sandbox"));
        var control = routes.MapGroup("/_sandbox");
        control.MapGet("", context => StatePage.WriteAsync(context, residents, faults));
        control.MapGet("/state", State);
        control.MapDelete("/state", Forget);
        control.MapGet("/faults", () => TypedResults.Json(faults.Ordered, SandboxJson.Readable));
        control.MapPost("/faults", (Delegate)OrderAsync);
        control.MapDelete("/faults", () =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        foreach (var resident in residents)
        {
            resident.MapControl(control.MapGroup("/" + resident.Name));
        }
    }

    private ContentHttpResult State() => TypedResults.Text(
        new JsonObject(residents.Select(resident => KeyValuePair.Create(resident.Name, (JsonNode?)StateOf(resident)))).ToJsonString(SandboxJson.Readable), "application/json");

    private static JsonObject StateOf(SandboxResident resident)
    {
        var state = Json(resident.State).AsObject();
        if (resident.Switches is { } switches)
        {
            state.Insert(0, "settings", Json(switches));
        }

        state.Add("requests", Json(resident.Requests.Entries));
        return state;
    }

    private static JsonNode Json(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), SandboxJson.Readable)!;

    private NoContent Forget()
    {
        foreach (var resident in residents)
        {
            resident.Reset();
        }

        return TypedResults.NoContent();
    }

    private async Task<IResult> OrderAsync(HttpContext context)
    {
        try
        {
            var ordered = faults.Add(await SandboxJson.ReadAsync<SandboxFault>(context));
            return TypedResults.Json(ordered, SandboxJson.Readable, statusCode: StatusCodes.Status201Created);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Problems.BadRequest($"The fault was not ordered: {SandboxJson.Sentence(e)}");
        }
    }
}
