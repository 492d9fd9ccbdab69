using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Facebook;

/// <summary>Switches of the Facebook stand-in; <c>PATCH /_sandbox/facebook/settings</c> changes them.</summary>
public sealed record FacebookSettings : ResidentSettings
{
    /// <summary>Refuses calls without <c>appsecret_proof</c>. A wrong proof is refused in any case. Default false.</summary>
    public bool RequireAppSecretProof { get; init; }

    /// <summary>Refuses uploads on the graph host. Default true.</summary>
    public bool StrictHosts { get; init; } = true;

    /// <summary>Sends <c>error_data</c> as a string that contains JSON instead of as an object; both occur. Default false.</summary>
    public bool ErrorDataAsString { get; init; }

    /// <summary>Smallest window asked for in an upload, in bytes, except for the last one. Default 256 KiB.</summary>
    public int SmallestWindowBytes { get; init; } = 256 * 1024;

    /// <summary>Largest window asked for in an upload, in bytes. Default 2 MiB.</summary>
    public int LargestWindowBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Largest video, in bytes. Default 10 GB, one of the two figures published.</summary>
    public long LargestVideoBytes { get; init; } = 10_000_000_000;

    /// <summary>Status reads that still see <c>processing</c> after the upload was finished. Default 3.</summary>
    public int PollsUntilProcessed { get; init; } = 3;

    /// <summary>How the processing of videos ends. Default ready.</summary>
    public ProcessingOutcome Processing { get; init; } = ProcessingOutcome.Ready;

    /// <summary>What becomes of <c>@[page-id]</c> in texts. Default granted.</summary>
    public MentionFeature Mentions { get; init; } = MentionFeature.Granted;

    /// <summary>Calls per hour and token owner (page, user or app) before throttling sets in; the usage headers count towards it. Default 20,000.</summary>
    public int CallsPerHour { get; init; } = 20_000;

    /// <summary>Milliseconds until a post stands among the page's published ones. Default 0.</summary>
    public int PostLagMs { get; init; }

    /// <summary>Figures that are not served any more: asked for one of them, a call fails whole. Default none.</summary>
    public IReadOnlyList<string> DeadMetrics { get; init; } = [];

    /// <summary>Likes of each post. Default 7.</summary>
    public int Reactions { get; init; } = 7;

    internal override string? Refuse() => this switch
    {
        { SmallestWindowBytes: < 1 } => "\"smallestWindowBytes\" must be at least 1.",
        { LargestWindowBytes: > MostWindowBytes } => $"\"largestWindowBytes\" must be at most {MostWindowBytes}.",
        _ when LargestWindowBytes < SmallestWindowBytes => "\"largestWindowBytes\" must not be below \"smallestWindowBytes\".",
        { LargestVideoBytes: < 1 } => "\"largestVideoBytes\" must be at least 1.",
        { PollsUntilProcessed: < 0 } => "\"pollsUntilProcessed\" must not be negative.",
        { PostLagMs: < 0 } or { Reactions: < 0 } => "\"postLagMs\" and \"reactions\" must not be negative.",
        { CallsPerHour: < 1 } => "\"callsPerHour\" must be at least 1.",
        _ => null,
    };

    private const int MostWindowBytes = 64 * 1024 * 1024;
}

/// <summary>How the processing of an uploaded video ends.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProcessingOutcome>))]
public enum ProcessingOutcome
{
    [JsonStringEnumMemberName("ready")]
    Ready,

    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>Whether the app has the feature that turns <c>@[page-id]</c> into a mention.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MentionFeature>))]
public enum MentionFeature
{
    /// <summary>Ids of pages become mentions.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,

    /// <summary>Not granted, and the text is taken as it is.</summary>
    [JsonStringEnumMemberName("literal")]
    Literal,

    /// <summary>Not granted, and the call is refused.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}
