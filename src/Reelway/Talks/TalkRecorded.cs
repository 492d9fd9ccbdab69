using System.Text.Json.Serialization;
using Reelway.Intake;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>A recording has appeared: what a source hands in, and what the flow starts from.</summary>
/// <param name="Recording">Where it is: <c>file:///…</c> or <c>s3://bucket/key</c>, percent-encoded.</param>
/// <param name="Title">What its file name says that it shows.</param>
/// <param name="Version">Which content is meant; a file that is written again has another one.</param>
internal sealed record TalkRecorded(string Recording, string Title, string Version)
{
    /// <summary>What has appeared, as a recording.</summary>
    public static TalkRecorded Of(Arrival arrival) => new(arrival.Uri, TalkTitle.OfFile(arrival.Name), arrival.Version);

    /// <summary>What it is about: the same for every notice of the same content.</summary>
    [JsonIgnore]
    public string SubjectKey => $"{Recording}?{Version}";
}
