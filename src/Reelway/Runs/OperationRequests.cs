using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Runs;

/// <summary>Which runs to start.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="Input">Must fit the flow's input.</param>
/// <param name="Key">What the run is about; the same flow and key start one run, ever. Left out: a new one.</param>
/// <param name="Count">How many, with the same input and numbered keys. Left out: one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record StartRequest(string? Flow, JsonElement? Input, string? Key = null, int? Count = null);

/// <summary>What became of a start.</summary>
/// <param name="Batch">Part of the keys that were made up; null when a key was given.</param>
/// <param name="Items">The runs, in the order of their numbers.</param>
internal sealed record StartAnswer(string? Batch, IReadOnlyList<StartedItem> Items);

/// <summary>A run that is durable now.</summary>
/// <param name="Created">False when it had been started before.</param>
internal sealed record StartedItem(string Id, string Key, bool Created);

/// <summary>Which runs to count.</summary>
/// <param name="Ids">At most 10,000.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CountRequest(IReadOnlyList<string>? Ids);

/// <summary>Where a replay begins, and how it differs.</summary>
/// <param name="From">The step's name.</param>
/// <param name="Input">Replaces the run's input. Left out: it stays.</param>
/// <param name="Resend">True: effects from there on happen again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest(string? From, JsonElement? Input = null, bool? Resend = null);

/// <summary>What a run is told.</summary>
/// <param name="Name">The signal's name.</param>
/// <param name="Payload">What it says. Left out: nothing more than the name.</param>
/// <param name="Dedup">Signals of the same run, name and dedup key are one. Left out: each is its own.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SignalRequest(string? Name, JsonElement? Payload = null, string? Dedup = null);

/// <summary>What to archive.</summary>
/// <param name="OlderThan">Runs that ended longer ago than this: a duration such as 7d. Left out: as engine.archive_after says.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ArchiveRequest(string? OlderThan = null);

/// <summary>What was archived.</summary>
/// <param name="Archived">How many runs.</param>
internal sealed record ArchiveAnswer(long Archived);

/// <summary>What to purge.</summary>
/// <param name="OlderThan">Runs that ended longer ago than this: a duration such as 30d.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PurgeRequest(string? OlderThan);

/// <summary>What was purged.</summary>
/// <param name="Removed">Runs of which nothing is left.</param>
/// <param name="Emptied">Runs of which the key and the end are left.</param>
internal sealed record PurgeAnswer(long Removed, long Emptied);
