using Reelway.Engine;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Runs;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>What the pages are looked at with: every state, and content that would break a careless page.</summary>
internal static class ShownRuns
{
    public const string Hostile = "folder:<script>alert('x')</script> \"It's\" & ../../etc/passwd 🎬 \u202Egnp.exe";
    public static readonly RunId Decidable = new(0x0012_3456_789a_bc09);
    public static readonly RunId Failed = new(0x0012_3456_789a_bc08);

    public static async Task<WebServer> StartAsync(CancellationToken cancellation)
    {
        var server = await WebServer.StartAsync(cancellation, time: new StoppedTime(SampleRuns.Now));
        AddEveryState(server.Runs);
        return server;
    }

    private static void AddEveryState(ScriptedRuns runs)
    {
        var at = Failed.Value - 8;
        runs.Add(SampleRuns.Run(at, RunState.Succeeded, "folder:Opening keynote.mp4", steps: Done()));
        runs.Add(SampleRuns.Run(at + 1, RunState.Queued, "s3:recordings/main-stage/2026-03-04/Zero downtime for the rest of us.mp4"));
        runs.Add(SampleRuns.Run(at + 2, RunState.Running, "folder:Right metrics and wrong metrics.mp4", progress: 0.42, steps: [.. Done()[..1], SampleRuns.Step("publish", StepState.Running, progress: 0.42)]));
        runs.Add(SampleRuns.Run(at + 3, RunState.Waiting, "folder:Scaling a newsroom.mp4", "Facebook throttles the page “Main Stage” (code 368); the upload goes on by itself."));
        runs.Add(SampleRuns.Run(at + 4, RunState.Partial, "folder:Panel: who owns the archive?.mp4", "1 of 3 mails could not be sent: the address of J. Doe is refused."));
        runs.Add(SampleRuns.Run(at + 5, RunState.Cancelled, Hostile, "Cancelled: <b>the speaker's wish</b>"));
        runs.Add(SampleRuns.Run(at + 6, RunState.NeedsAttention, "folder:" + new string('W', 180) + ".mp4", "No talk has the title of this recording; the nearest are “Web at scale”, “Web or not”, “Wide web”.", AttentionReason.MissingData));
        runs.Add(SampleRuns.Run(at + 7, RunState.Succeeded, "folder:Über Größe: ein Gespräch.mp4", steps: Done()));
        AddFailed(runs);
        AddDecidable(runs);
    }

    private static void AddFailed(ScriptedRuns runs)
    {
        const string Sentence = "Facebook: the page \"Main Stage\" refused the file: its length is not a video's (code 1363026); look at the file in the library.";
        runs.Add(
            SampleRuns.Run(Failed.Value, RunState.Failed, "folder:Closing remarks.mp4", Sentence, steps:
            [
                .. Done()[..1],
                SampleRuns.Step("mail-speaker-1", StepState.Skipped, "The speaker has no mail address."),
                SampleRuns.Step(
                    "publish", StepState.Failed, Sentence, attempts: 3, failed:
                    [
                        SampleRuns.Attempt(1, FaultKind.Transient, "Facebook: the connection was cut while the third part was sent."),
                        SampleRuns.Attempt(2, FaultKind.RateLimited, "Facebook: too many calls (code 4)."),
                        SampleRuns.Attempt(3, FaultKind.Permanent, Sentence, again: false),
                    ]),
            ]),
            SampleRuns.Line(1, "Upload session 8841 opened; the server asks for bytes 0 to 1048576."),
            SampleRuns.Line(2, "The connection was cut; going on at byte 2097152.", RunLogLevel.Warning),
            SampleRuns.Line(3, "<img src=x onerror=alert(1)> " + new string('x', 200), RunLogLevel.Error));
    }

    private static void AddDecidable(ScriptedRuns runs) => runs.Add(SampleRuns.Run(
        Decidable.Value, RunState.NeedsAttention, "folder:A long way to small files.mp4",
        "The mail to the second speaker may or may not have been sent: the connection was cut before the server answered.", AttentionReason.Decision,
        [
            .. Done(),
            SampleRuns.Step("mail-speaker-1", StepState.Succeeded),
            SampleRuns.Step("mail-speaker-2", StepState.NeedsAttention, "SMTP: no answer after the message was handed over.", decidable: true),
        ]));

    private static StepView[] Done() =>
    [
        SampleRuns.Step("edit-and-archive", StepState.Succeeded),
        SampleRuns.Step("publish", StepState.Succeeded),
    ];
}
