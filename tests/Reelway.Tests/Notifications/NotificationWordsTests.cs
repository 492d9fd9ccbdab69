using Reelway.Notifications;
using Reelway.Runs;
using Reelway.Tests.Runs;

namespace Reelway.Tests.Notifications;

public sealed class NotificationWordsTests
{
    private static readonly RunFaces Faces = new(new ScriptedRuns(), NotificationWords.All, []);

    [Theory]
    [InlineData("mails.event", "Mail an event", "choose", "See who wants a mail about it")]
    [InlineData("mails.event", "Mail an event", "mail:ada@example.org", "Mail to ada@example.org")]
    [InlineData("mails.digest", "Mail what has happened", "collect", "Collect what waits to be mailed")]
    [InlineData("mails.digest", "Mail what has happened", "mail:Errors:ada@example.org", "Mail to Errors:ada@example.org")]
    [InlineData("mails.digest", "Mail what has happened", "done", "Note that it is mailed")]
    [InlineData("eventbridge.put", "Put an event on EventBridge", "put", "Put it on the bus")]
    public void A_page_calls_the_runs_and_their_steps_by_words(string flow, string title, string step, string words)
        => Assert.Equal((title, words), (Faces.FlowTitle(flow), Faces.StepTitle(flow, step)));
}
