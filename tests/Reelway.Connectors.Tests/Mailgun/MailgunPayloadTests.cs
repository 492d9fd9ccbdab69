using Reelway.Contracts.Connectors;
using static Reelway.Connectors.CallFault;

namespace Reelway.Connectors.Tests.Mailgun;

/// <summary>What recorded answers come to mean, each by the call that gets it.</summary>
public sealed class MailgunPayloadTests
{
    private const string Folder = "Mailgun";
    private const string Connection = "connection:mail-main";

    private static readonly Dictionary<string, RecordedFault> Refusals = new()
    {
        ["queued-without-id"] = new(Transient, null, null, "the answer is not what Mailgun sends") { OutcomeUnknown = true },
        ["key-refused"] = new(Auth, "http-401", Connection, "Forbidden; check api_key and region of connection mail-main"),
        ["account-unpaid"] = new(Auth, "http-402", Connection, "look at the account at Mailgun"),
        ["large-batches-not-allowed"] = new(Permanent, "http-403", null, "not allowed to send large batches; look at what the account may do"),
        ["domain-of-another-region"] = new(Auth, "http-404", Connection, "Domain not found: mg.example.org; check domain and region"),
        ["address-invalid"] = new(Permanent, "http-400", null, "check the address"),
        ["text-missing"] = new(Permanent, "http-400", null, "its words say why"),
        ["domain-disabled"] = new(Auth, "http-400", Connection, "it is disabled or not verified"),
        ["mail-too-large"] = new(Permanent, "http-413", null, "larger than the 25 MB"),
        ["request-too-large-for-the-gateway"] = new(Permanent, "http-413", null, "what was sent is larger than the server takes"),
        ["throttled-until-a-date"] = new(RateLimited, "http-429", Connection, "tried again after the wait") { Wait = TimeSpan.FromSeconds(90) },
        ["throttled-until-a-date-gone-by"] = new(RateLimited, "http-429", Connection, "tried again after the wait") { Wait = TimeSpan.Zero },
        ["throttled-with-seconds"] = new(RateLimited, "http-429", Connection, "tried again after the wait") { Wait = TimeSpan.FromSeconds(17) },
        ["throttled-without-a-date"] = new(RateLimited, "http-429", Connection, "Too many requests; it is tried again after the wait"),
        ["broken-down"] = new(Transient, "http-500", null, "Internal Server Error; it is tried again") { OutcomeUnknown = true },
        ["unavailable"] = new(Transient, "http-503", null, "Service Unavailable; it is tried again"),
        ["gateway-page"] = new(Transient, "http-502", null, "a web page titled \"502 Bad Gateway\"") { OutcomeUnknown = true },
    };

    /// <summary>Whether these events show that a mail was taken whose answer was lost.</summary>
    private static readonly Dictionary<string, bool> Searches = new()
    {
        ["events-of-the-mail"] = true,
        // Mailgun has given it an id of its own.
        ["events-of-the-mail-by-variable"] = true,
        ["events-of-other-mails"] = false,
        ["events-none"] = false,
    };

    public static TheoryData<string> Payloads => [.. RecordedAnswer.Names(Folder)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_recorded_answer_comes_to_mean_what_is_expected(string payload)
    {
        await using var harness = new MailgunHarness(TimeSpan.FromSeconds(30), lookFor: TimeSpan.FromMilliseconds(Searches.ContainsKey(payload) ? 1 : 0));
        harness.Server.Otherwise = _ => RecordedAnswer.Read(Folder, payload);

        if (Refusals.TryGetValue(payload, out var refusal))
        {
            await refusal.ExpectAsync(() => harness.WriteAsync(Cancellation));
        }
        else if (Searches.TryGetValue(payload, out var isFound))
        {
            harness.Server.AnswerNext(ScriptedAnswer.Never(Misbehaviour.Close));
            var fault = await Record.ExceptionAsync(() => harness.WriteAsync(Cancellation));
            Assert.Equal(isFound, fault is null);
            Assert.Equal(!isFound, fault is ConnectorException { OutcomeUnknown: true });
        }
        else
        {
            Assert.True(payload == "queued", $"{payload}.http is used by no test: say what it comes to mean.");
            await harness.WriteAsync(Cancellation);
            Assert.Single(harness.Server.Received);
        }
    }

    [Fact]
    public void What_is_expected_is_recorded()
        => Assert.Empty(Refusals.Keys.Concat(Searches.Keys).Append("queued").Except(RecordedAnswer.Names(Folder)));
}
