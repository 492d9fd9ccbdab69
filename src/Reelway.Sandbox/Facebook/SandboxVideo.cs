using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Facebook;

/// <summary>A video as the stand-in holds it.</summary>
/// <param name="Bytes">Bytes received so far.</param>
/// <param name="FileSize">Bytes announced at the start of the upload.</param>
/// <param name="Sha256">Lower-case hex of the whole file; null until the upload was finished.</param>
/// <param name="File">Where the bytes lie on this machine.</param>
/// <param name="Permalink">Relative, as the Graph API gives it.</param>
/// <param name="Mentions">Ids of the pages mentioned in the description.</param>
/// <param name="PollsLeft">Status reads that will still see it in processing.</param>
public sealed record SandboxVideo(
    string Id, string PageId, string Title, string Description, bool Published, DateTimeOffset? ScheduledPublishTime,
    long Bytes, long FileSize, string? Sha256, string File, string Permalink, VideoStatus Status,
    IReadOnlyList<string> Mentions, int PollsLeft, DateTimeOffset CreatedAt);

/// <summary>Where a video stands, in the Graph API's words.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VideoStatus>))]
public enum VideoStatus
{
    [JsonStringEnumMemberName("uploading")]
    Uploading,

    [JsonStringEnumMemberName("processing")]
    Processing,

    [JsonStringEnumMemberName("ready")]
    Ready,

    [JsonStringEnumMemberName("error")]
    Error,

    [JsonStringEnumMemberName("expired")]
    Expired,
}
