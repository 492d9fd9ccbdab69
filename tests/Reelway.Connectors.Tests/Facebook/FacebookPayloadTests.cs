using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>What recorded answers come to mean, each by the call that gets it.</summary>
public sealed class FacebookPayloadTests
{
    private const string Folder = "Facebook";

    public static TheoryData<string> Payloads => [.. RecordedAnswer.Names(Folder)];

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_recorded_answer_comes_to_mean_what_is_expected(string payload)
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read(Folder, payload));
        // A refused token of a page is looked up once more in the account: it is the same.
        harness.Server.Otherwise = _ => RecordedAnswer.Read(Folder, "pages");

        if (FacebookRefusals.All.TryGetValue(payload, out var refusal))
        {
            await refusal.Fault.ExpectAsync(() => refusal.Call(harness.Pages));
            return;
        }

        Assert.True(FacebookAnswers.All.TryGetValue(payload, out var expectation), $"{payload}.http is used by no test: say what it comes to mean.");
        await expectation(harness);
    }

    [Fact]
    public void What_is_expected_is_recorded()
        => Assert.Empty(FacebookRefusals.All.Keys.Concat(FacebookAnswers.All.Keys).Except(RecordedAnswer.Names(Folder)));
}
