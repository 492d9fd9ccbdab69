using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>What recorded answers come to mean, each by the call that gets it.</summary>
public sealed class AwsPayloadTests
{
    private const string Folder = "Aws";

    public static TheoryData<string> Payloads => [.. RecordedAnswer.Names(Folder)];

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_recorded_answer_comes_to_mean_what_is_expected(string payload)
    {
        await using var harness = new AwsHarness();
        // Reads are tried again by themselves, and get the same answer.
        harness.Server.Otherwise = _ => RecordedAnswer.Read(Folder, payload);

        if (AwsRefusals.All.TryGetValue(payload, out var refusal))
        {
            await refusal.Fault.ExpectAsync(() => refusal.Call(harness));
            return;
        }

        Assert.True(AwsAnswers.All.TryGetValue(payload, out var expectation), $"{payload}.http is used by no test: say what it comes to mean.");
        await expectation(harness);
    }

    [Fact]
    public void What_is_expected_is_recorded()
        => Assert.Empty(AwsRefusals.All.Keys.Concat(AwsAnswers.All.Keys).Except(RecordedAnswer.Names(Folder)));
}
