using Reelway.Contracts.Connectors;
using static Reelway.Connectors.CallFault;

namespace Reelway.Connectors.Tests.X;

/// <summary>What recorded answers come to mean, each by the call that gets it.</summary>
public sealed class XPayloadTests
{
    private const string Folder = "X";
    private const string Connection = "connection:x-main";

    private static readonly Dictionary<string, RecordedFault> Refusals = new()
    {
        ["posted-without-id"] = new(Transient, null, null, "the post may be out") { OutcomeUnknown = true },
        ["partial-errors-only"] = new(Transient, null, null, "the post may be out") { OutcomeUnknown = true },
        ["unauthorized"] = new(Auth, "http-401", Connection, "Unauthorized; check the four keys of connection x-main"),
        ["unsupported-authentication"] = new(Auth, "http-403", Connection, "look at what the app may do at X"),
        ["read-only-app"] = new(Auth, "http-403", Connection, "make the access token again"),
        ["client-not-enrolled"] = new(Auth, "http-403", Connection, "attached to a Project; look at what the app may do"),
        ["suspended"] = new(Auth, "http-403", Connection, "look at the account at X"),
        ["duplicate"] = new(Permanent, "duplicate", null, "the account has posted the same text shortly before"),
        ["not-permitted"] = new(Permanent, "http-403", null, "X does not take this post"),
        ["two-cashtags"] = new(Permanent, "http-403", null, "a maximum of one cashtag"),
        ["invalid-request"] = new(Permanent, "http-400", null, "$.txt: is not defined in the schema"),
        ["no-credits"] = new(Auth, "http-402", Connection, "no credits left"),
        ["throttled"] = new(RateLimited, "http-429", Connection, "tried again after the wait") { Wait = TimeSpan.FromSeconds(930) },
        // The wait is counted by the server's own clock, and never ends before it began.
        ["throttled-with-a-reset-gone-by"] = new(RateLimited, "http-429", Connection, "tried again after the wait") { Wait = TimeSpan.FromSeconds(1) },
        ["throttled-with-a-reset-of-no-number"] = new(RateLimited, "http-429", Connection, "tried again after the wait") { Wait = TimeSpan.FromMinutes(15) },
        ["capped"] = new(RateLimited, "usage-capped", Connection, "the plan's cap is used up") { Wait = TimeSpan.FromHours(6) },
        ["unavailable"] = new(Transient, "http-503", null, "Service Unavailable; it is tried again"),
        ["broken-down"] = new(Transient, "http-500", null, "Internal Server Error") { OutcomeUnknown = true },
        ["gateway-page"] = new(Transient, "http-502", null, "a web page titled \"502 Bad Gateway\"") { OutcomeUnknown = true },
    };

    /// <summary>The id of the post that a timeline shows; null where it shows none.</summary>
    private static readonly Dictionary<string, string?> Timelines = new()
    {
        ["timeline-with-the-post"] = "1861000000000000007",
        ["timeline-of-others"] = null,
        ["timeline-empty"] = null,
    };

    private static readonly string[] Successes = ["posted", "posted-with-numeric-id"];

    public static TheoryData<string> Payloads => [.. RecordedAnswer.Names(Folder)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_recorded_answer_comes_to_mean_what_is_expected(string payload)
    {
        await using var harness = new XHarness(TimeSpan.FromSeconds(30));
        if (Timelines.TryGetValue(payload, out var id))
        {
            harness.Server.AnswerNext(ScriptedAnswer.Json(harness.ReadAnswer), RecordedAnswer.Read(Folder, payload));
            // The link that was sent is another one than the link that is shown.
            Assert.Equal(id, (await harness.FindAsync("Owls & more: https://example.org/owls?a=1 <3\r\n", Cancellation))?.Id);
            return;
        }

        harness.Server.Otherwise = _ => RecordedAnswer.Read(Folder, payload);
        if (Refusals.TryGetValue(payload, out var refusal))
        {
            await refusal.ExpectAsync(() => harness.WriteAsync(Cancellation));
            return;
        }

        Assert.True(Successes.Contains(payload), $"{payload}.http is used by no test: say what it comes to mean.");
        await harness.WriteAsync(Cancellation);
    }

    [Fact]
    public void What_is_expected_is_recorded()
        => Assert.Empty(Refusals.Keys.Concat(Timelines.Keys).Concat(Successes).Except(RecordedAnswer.Names(Folder)));
}
