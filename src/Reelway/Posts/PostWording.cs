using System.Text.Json;
using Reelway.Posts.Measuring;
using Reelway.Runs;

namespace Reelway.Posts;

/// <summary>How the runs of <see cref="SendPost"/> are shown.</summary>
internal static class PostWording
{
    private const string Begin = "begin";
    private const string Record = "record";

    /// <summary>The words.</summary>
    public static FlowWords Sending { get; } = new(
        SendPost.Flow,
        "Send a post",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Begin] = "Take the post as it is",
            ["send"] = "Send it",
            ["wait.1"] = "Wait a moment",
            ["look.1"] = "Look for it in the timeline",
            ["wait.2"] = "Wait some more",
            ["look.2"] = "Look for it again",
            ["wait.3"] = "Wait a minute",
            ["look.3"] = "Look for it a last time",
            ["upload:"] = "Upload file",
            ["ready:"] = "Wait until the network has worked on file",
            ["send:"] = "Send what follows:",
            ["wait:"] = "Wait for what follows:",
            ["look:"] = "Look for what follows:",
            ["confirm:"] = "Ask a person whether it is out:",
            ["measure"] = "Have it measured later",
            ["end"] = "Record that what follows is out",
            [SendPost.ConfirmStep] = "Ask a person whether it is out",
            [Record] = "Record that it is out",
        },
        [Begin, Record],
        static outcomes => new RunFace(Text(outcomes.GetValueOrDefault(Begin), "reference"), RunFace.WebAddress(Text(outcomes.GetValueOrDefault(Record), "link"))) { LinkWord = "See it" });

    /// <summary>The words of <see cref="MeasurePost"/>.</summary>
    public static FlowWords Measuring { get; } = new(
        MeasurePost.Flow, "Measure a post", new Dictionary<string, string>(StringComparer.Ordinal) { ["measure"] = "Ask the network what it has counted" }, [], static _ => RunFace.Unknown);

    private static string? Text(JsonElement outcome, string name)
        => outcome.ValueKind == JsonValueKind.Object && outcome.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
