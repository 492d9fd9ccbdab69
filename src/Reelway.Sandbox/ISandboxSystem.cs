using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox;

/// <summary>
/// A stand-in for one outside system. A new one is a folder with one of these and a line in <see cref="SandboxServer"/>:
/// its endpoints lie below <c>/{Name}</c>, and state, faults, request log and page come with it.
/// </summary>
internal interface ISandboxSystem
{
    /// <summary>Path prefix and name in state and faults; lower case.</summary>
    string Name { get; }

    /// <summary>Every request that reached this system, newest last.</summary>
    Journal<SandboxRequest> Requests { get; }

    /// <summary>Adds the endpoints; the routes already carry the prefix.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>Adds endpoints that look into or steer this system; the routes lie below <c>/_sandbox/{Name}</c>.</summary>
    void MapControl(IEndpointRouteBuilder routes);

    /// <summary>All that was received and is kept, for <c>/_sandbox/state</c>.</summary>
    object Snapshot();

    /// <summary>The same for a person, as tables.</summary>
    IReadOnlyList<StateTable> Tables();

    /// <summary>Forgets what was received and goes back to the seed.</summary>
    void Reset();

    /// <summary>Says why this system cannot misbehave in that way, in one sentence; null when it can.</summary>
    string? Refuse(SandboxFault fault);

    /// <summary>Reads the parameters that a fault may ask for, before the endpoint runs.</summary>
    ValueTask<RequestContent> ReadAsync(HttpContext context);

    /// <summary>Answers a fault that has words of this system's own: status, rate limit, expired token.</summary>
    Task AnswerAsync(HttpContext context, SandboxFault fault);
}
