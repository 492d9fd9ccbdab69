using Microsoft.OpenApi;
using Reelway.Frame.Web;

namespace Reelway.Talks;

/// <summary>How the API's description presents the talks' operations.</summary>
internal static class TalksDescriptions
{
    private const string TalkExample = """
        {"id":"talk_06agn9k2w4008","title":"Owls: why?","state":"published","run":"run_06agn9k2w3zzg","stage":"Barn",
         "recording":"file:///recordings/Owls_%20why_.mp4","file":"file:///library/talks/talk_06agn9k2w4008/Owls_%20why_.mp4","bytes":73400320,
         "sha256":"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03","durationMs":1510000,
         "poster":{"file":"file:///library/talks/talk_06agn9k2w4008/Owls_%20why_.jpg","url":"/api/v1/talks/talk_06agn9k2w4008/poster","width":1280,"height":720,"atMs":42400},
         "strip":{"file":"file:///library/talks/talk_06agn9k2w4008/Owls_%20why_.strip.jpg","url":"/api/v1/talks/talk_06agn9k2w4008/strip","frameWidth":160,
          "frameHeight":90,"timesMs":[251666,755000,1258333]},
         "pageId":"175000000000101",
         "videoId":"200000000000001","link":"https://www.facebook.com/harbourstage/videos/200000000000001/","claimedAt":"2026-03-04T10:15:30.25Z",
         "updatedAt":"2026-03-04T10:20:00Z","publishedAt":"2026-03-04T10:20:00Z","releasedAt":null}
        """;

    private static readonly IReadOnlyDictionary<string, ParameterText> IdOnly =
        new Dictionary<string, ParameterText> { ["id"] = new("The talk's id, such as talk_06agn9k2w4008.") };

    private static readonly IReadOnlyDictionary<string, ParameterText> None = new Dictionary<string, ParameterText>();

    public static readonly OperationText List = new(
        "listTalks",
        "List talks, newest first",
        "Talks that a recording was taken in for, and adopted ones. The next page is at `nextCursor` and in the Link header.",
        new Dictionary<string, ParameterText>
        {
            ["cursor"] = new("The nextCursor of the page before."),
            ["limit"] = new($"How many at most, 1 to {RequestText.MaxLimit}. Default {RequestText.DefaultLimit}.", JsonSchemaType.Integer),
        },
        $$"""{"items":[{{TalkExample}}],"nextCursor":null,"hasMore":false}""");

    public static readonly OperationText Get = new("getTalk", "Show a talk", "With where its video is kept and can be watched.", IdOnly, TalkExample);

    public static readonly OperationText Poster = new(
        "getTalkPoster", "Fetch a talk's poster", "A JPEG: the brightest sharp frame of the first third, up to 1280 pixels wide.", IdOnly, "null");

    public static readonly OperationText Strip = new(
        "getTalkStrip", "Fetch a talk's strip of frames", "A JPEG: small frames from left to right; the talk's `strip` says how large each is, and when it is shown.", IdOnly, "null");

    public static readonly OperationText Submit = new(
        "submitTalk",
        "Hand in a recording",
        "Either a file of the server's machine, or an event of S3 as text, in any of its forms. The same recording again finds the same run. A file holds video and lies below `talks.folder` or `talks.allow`.",
        None,
        """{"runs":[{"id":"run_06agn9k2w3zzg","title":"Owls_ why_","created":true}],"ignored":[],"unreadable":[]}""",
        """{"file":"/recordings/Owls_ why_.mp4"}""");

    public static readonly OperationText Adopt = new(
        "adoptTalks",
        "Take over what an older system published",
        "One talk of the sheet by its title, or all that have a link. Recordings of adopted talks are not published again.",
        None,
        $$"""{"items":[{{TalkExample.Replace("\"published\"", "\"adopted\"", StringComparison.Ordinal)}}],"nextCursor":null,"hasMore":false}""",
        """{"title":"Owls: why?"}""");

    public static readonly OperationText Accept = new(
        "acceptTalk",
        "Publish a talk as its row has it",
        "The answer for a run that asks whether the times of its talk are meant, since such a talk is hardly ever planned. The run goes on, and does not ask about these times again.",
        IdOnly,
        TalkExample.Replace("\"published\"", "\"claimed\"", StringComparison.Ordinal));

    public static readonly OperationText Assign = new(
        "assignTalk",
        "Say which talk a recording shows",
        "For a run that has found no talk of the recording's name. The run keeps the answer, also for later retries, and goes on.",
        None,
        """{"run":"run_06agn9k2w3zzg","title":"Owls: why?","sentence":"The run goes on."}""",
        """{"run":"run_06agn9k2w3zzg","title":"Owls: why?"}""");

    public static readonly OperationText Release = new(
        "releaseTalk",
        "Let a talk go",
        "Another recording of it can then be published. What is on its page and in the sheet stays: remove it there first.",
        IdOnly,
        TalkExample.Replace("\"releasedAt\":null", "\"releasedAt\":\"2026-03-05T08:00:00Z\"", StringComparison.Ordinal));
}
