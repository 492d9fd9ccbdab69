using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Control;

/// <summary>The endpoints below <c>/_sandbox</c>: look, forget, misbehave.</summary>
internal sealed class ControlApi(IReadOnlyList<ISandboxSystem> systems, FaultBook faults)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Redirect("/_sandbox"));
        var control = routes.MapGroup("/_sandbox");
        control.MapGet("", context => StatePage.WriteAsync(context, systems, faults));
        control.MapGet("/state", State);
        control.MapDelete("/state", Forget);
        control.MapGet("/faults", () => TypedResults.Json(faults.Ordered, SandboxJson.Readable.IReadOnlyListOrderedFault));
        control.MapPost("/faults", (Delegate)OrderAsync);
        control.MapDelete("/faults", () =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        foreach (var system in systems)
        {
            system.MapControl(control.MapGroup("/" + system.Name));
        }
    }

    private ContentHttpResult State()
    {
        var state = new JsonObject();
        foreach (var system in systems)
        {
            var snapshot = system.Snapshot();
            state[system.Name] = JsonSerializer.SerializeToNode(snapshot, snapshot.GetType(), SandboxJson.Readable);
        }

        return TypedResults.Text(state.ToJsonString(SandboxJson.Readable.Options), "application/json");
    }

    private NoContent Forget()
    {
        foreach (var system in systems)
        {
            system.Reset();
        }

        return TypedResults.NoContent();
    }

    private async Task<IResult> OrderAsync(HttpContext context)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync(context.Request.Body, SandboxJson.Strict.SandboxFault, context.RequestAborted)
                ?? throw new JsonException("The body must be a JSON object.");
            return TypedResults.Json(faults.Add(fault), SandboxJson.Readable.OrderedFault, statusCode: StatusCodes.Status201Created);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Problems.BadRequest($"The fault was not ordered: {SandboxJson.Sentence(e)}");
        }
    }
}
