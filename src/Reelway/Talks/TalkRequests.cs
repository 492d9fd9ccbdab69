using System.Text.Json.Serialization;
using Reelway.Frame.Operations;

namespace Reelway.Talks;

/// <summary>A recording to take in, or an event that tells of some; one of the two.</summary>
/// <param name="File">Absolute path on the server's machine.</param>
/// <param name="Event">What S3 wrote, as text.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SubmitRequest(string? File, string? Event);

/// <summary>What was taken in.</summary>
/// <param name="Ignored">What was not acted on, and why.</param>
/// <param name="Unreadable">What is wrong with records of the event that can't be read; the others were taken in.</param>
internal sealed record SubmitAnswer(IReadOnlyList<SubmittedRun> Runs, IReadOnlyList<string> Ignored, IReadOnlyList<string> Unreadable);

/// <summary>The run of a recording.</summary>
/// <param name="Created">False when the same recording had been handed in before.</param>
internal sealed record SubmittedRun(string Id, string Title, bool Created);

/// <summary>Which talks of the sheet an older system has published: one by its title, or all that have a link.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdoptRequest(string? Title, bool? All);

/// <summary>Which talk the recording of a run shows.</summary>
/// <param name="Run">The run that asks.</param>
/// <param name="Title">The talk's title in the sheet.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AssignRequest(string? Run, string? Title);

/// <summary>A run that knows its talk.</summary>
/// <param name="Title">As the sheet has it.</param>
/// <param name="Sentence">What follows.</param>
internal sealed record AssignedTalk(string Run, string Title, string Sentence);

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<TalkItem>))]
[JsonSerializable(typeof(TalkItem))]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(SubmitAnswer))]
[JsonSerializable(typeof(AdoptRequest))]
[JsonSerializable(typeof(AssignRequest))]
[JsonSerializable(typeof(AssignedTalk))]
[JsonSerializable(typeof(TalkPictures))]
internal sealed partial class TalksJson : JsonSerializerContext;
