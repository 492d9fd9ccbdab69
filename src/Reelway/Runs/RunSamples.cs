using System.Text.Json;

namespace Reelway.Runs;

/// <summary>Runs as the API's description shows them.</summary>
internal static class RunSamples
{
    private const string Why = "Facebook: the page is throttled (code 368); waits 6 h.";

    private static readonly DateTime Now = new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc);

    public static RunItem Item { get; } = new(
        "run_06agn9k2w4008", "talks.publish", FlowVersion: 1, "folder:keynote.mp4", "Owls: why?", Link: null, "waiting", Attention: null, Why, Now.AddHours(6),
        DeadLetter: false, NeedsPerson: false, "publish", "Publish the video", Progress: 0.4, Now.AddSeconds(-270), Now, EndedAt: null, ElapsedMs: 270_000);

    public static RunDetail Detail { get; } = new(Item)
    {
        Actions = ["cancel"],
        Configuration = "3f2a91c4d0e7",
        Input = Json("""{"file":"keynote.mp4"}"""),
        Output = null,
        Steps =
        [
            new(
                "publish", "Publish the video", "waiting", Attempts: 1, Now.AddMinutes(-2), EndedAt: null, ElapsedMs: 120_000, Why, Progress: 0.4, "uploading",
                Output: null, Decidable: false, [new(1, "rate-limited", Why, Now, Now.AddHours(6))]),
        ],
    };

    public static MovedRun Moved(string sentence, string state) => new(sentence, Item with { State = state });

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
