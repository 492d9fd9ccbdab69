using Microsoft.OpenApi;
using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>How the API's description presents the runs' operations.</summary>
internal static class RunsDescriptions
{
    private const string RunExample = """
        {"id":"run_06agn9k2w4008","flow":"talks.publish","flowVersion":1,"key":"folder:keynote.mp4","title":"Owls: why?","link":null,"state":"waiting","attention":null,
         "why":"The page is throttled by Facebook; goes on by itself.","waitsUntil":"2026-03-04T16:20:00Z","deadLetter":false,"needsPerson":false,"currentStep":"publish","currentStepTitle":"Publish the video",
         "progress":0.4,"createdAt":"2026-03-04T10:15:30.25Z","updatedAt":"2026-03-04T10:20:00Z","endedAt":null,"elapsedMs":270000}
        """;

    public static readonly IReadOnlyDictionary<string, ParameterText> IdOnly =
        new Dictionary<string, ParameterText> { ["id"] = new("The run's id, such as run_06agn9k2w4008.") };

    public static readonly OperationText List = new(
        "listRuns",
        "List runs, newest first",
        "Filters narrow each other. The next page is at `nextCursor` and in the Link header; a cursor stays good while new runs come in.",
        new Dictionary<string, ParameterText>
        {
            ["state"] = new("Only runs in these states.", Values: RunStateNames.All),
            ["flow"] = new("Only runs of this flow, by its whole name."),
            ["needs"] = new("Only runs that stand still until a person does something: they ask for somebody, or have failed and nobody has put them aside.", Values: [RunLinks.Person]),
            ["text"] = new("Only runs with this text in their title, id, key or sentence."),
            ["cursor"] = new("The nextCursor of the page before."),
            ["limit"] = new($"How many at most, 1 to {RequestText.MaxLimit}. Default {RequestText.DefaultLimit}.", JsonSchemaType.Integer),
        },
        $$"""{"items":[{{RunExample}}],"nextCursor":null,"hasMore":false}""");

    public static readonly OperationText Count = new(
        "countRuns",
        "Count runs by state",
        "Every state is named, zeros included.",
        new Dictionary<string, ParameterText>(),
        """{"states":{"queued":0,"running":1,"waiting":1,"needs-attention":0,"succeeded":41,"partial":0,"failed":2,"cancelled":0}}""");

    public static readonly OperationText Get = new(
        "getRun",
        "Show a run",
        "With its steps, their failed attempts, its input and output, and what can be done to it now.",
        IdOnly,
        $$"""
        {{RunExample.TrimEnd('}')}},"actions":["cancel"],"configuration":"3f2a91c4d0e7","input":{"file":"keynote.mp4"},"output":null,
         "steps":[{"name":"publish","title":"Publish the video","state":"waiting","attempts":1,"startedAt":"2026-03-04T10:18:00Z","endedAt":null,"elapsedMs":120000,
          "sentence":"Facebook: the page is throttled (code 368); waits 6 h.","progress":0.4,"progressText":"uploading","output":null,"decidable":false,
          "failedAttempts":[{"number":1,"kind":"rate-limited","sentence":"Facebook: the page is throttled (code 368); waits 6 h.",
           "at":"2026-03-04T10:20:00Z","nextAt":"2026-03-04T16:20:00Z"}]}]}
        """);

    public static readonly OperationText Log = new(
        "getRunLog",
        "Read a run's log",
        "Oldest first. To follow a log, ask again with `after` = the last answer's `lastId`.",
        new Dictionary<string, ParameterText>(IdOnly)
        {
            ["after"] = new("Only lines after this line's id. Default 0: from the start.", JsonSchemaType.Integer),
            ["limit"] = new("How many lines at most, 1 to 1000. Default 200.", JsonSchemaType.Integer),
        },
        """{"items":[{"id":7,"at":"2026-03-04T10:18:00Z","level":"info","step":"publish","message":"Upload session 88 opened."}],"lastId":7,"hasMore":false}""");

    public static readonly OperationText PutAside = new(
        "putRunAside",
        "Put a failed run aside",
        "A run that has failed, wholly or in part, stays as it is and is not listed among those that need a person any more; a dead letter is none any more. A retry brings it back.",
        IdOnly,
        $$"""{"sentence":"It stays failed and needs nobody any more. A retry brings it back.","run":{{RunExample}}}""");

    public static readonly OperationText Cancel = new(
        "cancelRun",
        "Cancel a run",
        "After this no new step of the run begins, and a running one is told to stop. What has already happened outside stays.",
        IdOnly,
        Moved("No new step begins; a running one is told to stop.", "cancelled"),
        """{"reason":"The speaker asked not to be published."}""");

    public static readonly OperationText Retry = new(
        "retryRun",
        "Retry a run",
        "A failed, partial or parked run goes on at its failed steps. Finished steps are kept: nothing is posted or mailed twice.",
        IdOnly,
        Moved("Goes on at its failed step.", "queued"));

    public static readonly OperationText Decide = new(
        "decideRun",
        "Say whether a step's effect has happened",
        "For a run that needs attention because a mail, say, may or may not have gone out: `sent` goes on without it, `send-again` repeats it.",
        IdOnly,
        Moved("Goes on without repeating the step.", "queued"),
        """{"step":"mail-speaker-2","decision":"sent"}""");

    public static string Moved(string sentence, string state)
        => $$"""{"sentence":"{{sentence}}","run":{{RunExample.Replace("\"waiting\"", $"\"{state}\"", StringComparison.Ordinal)}}}""";
}
