using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>How the API's description presents replay, signal, dead letters, archive and purge.</summary>
internal static class RunOperationsDescriptions
{
    public static readonly OperationText Replay = new(
        "replayRun",
        "Go back to a step",
        "An ended or parked run goes on at the step, in a new generation; what it did before is kept. Steps send the same idempotency key as before unless told to resend.",
        RunsDescriptions.IdOnly,
        RunsDescriptions.Moved("It goes on at step \\\"upload\\\", in generation 1.", "queued"),
        """{"from":"upload","resend":false}""");

    public static readonly OperationText Signal = new(
        "signalRun",
        "Tell a run something",
        "Kept until the run waits for it. A run that has ended is told nothing more.",
        RunsDescriptions.IdOnly,
        RunsDescriptions.Moved("The run goes on with it.", "queued"),
        """{"name":"approved","payload":{"by":"kim"},"dedup":"delivery-17"}""");

    public static readonly OperationText Archive = new(
        "archiveRuns",
        "Archive ended runs",
        "What those did that ended longer ago than the duration moves out of the tables that open runs write to. They are shown as before, and can't be retried or replayed. Dead letters stay.",
        new Dictionary<string, ParameterText>(),
        """{"archived":1200}""",
        """{"olderThan":"7d"}""");

    public static readonly OperationText Purge = new(
        "purgeRuns",
        "Remove ended runs",
        "Those that ended longer ago than the duration. Keys stay for 30 days after a run's end: of a younger run only what it did is removed.",
        new Dictionary<string, ParameterText>(),
        """{"removed":1200,"emptied":0}""",
        """{"olderThan":"30d"}""");

    public static readonly OperationText DeadLetters = new(
        "listDeadLetters",
        "List runs that failed with their attempts spent",
        "Newest first.",
        new Dictionary<string, ParameterText>
        {
            ["cursor"] = new("The nextCursor of the page before."),
            ["limit"] = new($"How many at most, 1 to {RequestText.MaxLimit}. Default {RequestText.DefaultLimit}.", JsonSchemaType.Integer),
        },
        new JsonObject { ["items"] = new JsonArray(), ["nextCursor"] = null, ["hasMore"] = false }.ToJsonString());

    public static readonly OperationText Requeue = new(
        "requeueDeadLetter",
        "Try a dead letter again",
        "It goes on at its failed steps, with all attempts anew. Finished steps are kept.",
        RunsDescriptions.IdOnly,
        RunsDescriptions.Moved("It goes on at its first step without outcome; finished steps are kept.", "queued"));

    public static readonly OperationText Drop = new(
        "dropDeadLetter",
        "Take a run out of the dead letters",
        "It stays failed, and nobody is reminded of it.",
        RunsDescriptions.IdOnly,
        RunsDescriptions.Moved("It stays failed, and is no dead letter any more.", "failed"),
        """{"reason":"The talk was withdrawn."}""");
}
