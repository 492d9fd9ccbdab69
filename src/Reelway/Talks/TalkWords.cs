using System.Text.Json;
using Reelway.Runs;

namespace Reelway.Talks;

/// <summary>How the runs of <see cref="PublishTalk"/> are shown to organisers.</summary>
internal static class TalkWords
{
    private const string Find = "find";
    private const string Link = "link";

    /// <summary>The words.</summary>
    public static FlowWords Publishing { get; } = new(
        PublishTalk.Flow,
        "Publish a talk",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Find] = "Find the talk in the programme",
            [PublishTalk.ClaimStep] = "Check that it is not published yet",
            ["edit"] = "Cut and fade the recording",
            ["pictures"] = "Make preview pictures",
            ["describe"] = "Write the description",
            ["page"] = "Find the page",
            ["upload.start"] = "Begin the upload",
            ["upload"] = "Upload the video",
            ["publish"] = "Publish the video",
            [Link] = "Wait until it can be watched",
            ["post"] = "Post the call to watch",
            ["mail:"] = "Mail to",
            ["sheet"] = "Write the link into the programme",
            ["announce"] = "Record that it is published",
        },
        [Find, PublishTalk.ClaimStep, Link],
        Read);

    // A talk that was published before has its link from there: from another run, or from the sheet.
    private static RunFace Read(IReadOnlyDictionary<string, JsonElement> outcomes) => new(
        Text(outcomes.GetValueOrDefault(Find), "title"),
        RunFace.WebAddress(outcomes.GetValueOrDefault(Link) is { ValueKind: JsonValueKind.String } link
            ? link.GetString()
            : Text(outcomes.GetValueOrDefault(PublishTalk.ClaimStep), "alreadyAt")));

    private static string? Text(JsonElement outcome, string name)
        => outcome.ValueKind == JsonValueKind.Object && outcome.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
