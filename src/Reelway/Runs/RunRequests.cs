using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Reelway.Runs;

/// <summary>The query of the list of runs, as text, so that a wrong value is answered with a sentence of ours.</summary>
internal sealed record RunListRequest(
    [FromQuery(Name = "state")] string[]? State, [FromQuery(Name = "flow")] string? Flow, [FromQuery(Name = "text")] string? Text,
    [FromQuery(Name = "needs")] string? Needs);

/// <summary>Why a run is cancelled or put aside.</summary>
/// <param name="Reason">Shown with the run ever after. May be left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CancelRequest(string? Reason);

/// <summary>The answer for a step whose outcome is unknown.</summary>
/// <param name="Step">The step's name, as the run's steps have it.</param>
/// <param name="Decision"><c>sent</c>: it has happened, go on. <c>send-again</c>: it has not, do it again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DecideRequest(string? Step, string? Decision);

/// <summary>The wish was carried out.</summary>
/// <param name="Sentence">What follows.</param>
/// <param name="Run">The run as it is now.</param>
internal sealed record MovedRun(string Sentence, RunItem Run);
