namespace Reelway.Engine.Tests;

/// <summary>A fault that waits for a person says what to do, in its own words or in those of its reason, and never in both.</summary>
public sealed class FaultTests
{
    public static TheoryData<AttentionReason> Reasons => [.. Enum.GetValues<AttentionReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_sentence_without_a_remedy_is_followed_by_what_helps_with_its_reason(AttentionReason reason)
    {
        var fault = Fault.NeedsPerson(reason, "The page is not set");

        Assert.Matches(@"^The page is not set\. [A-Z].+\.$", fault.Sentence);
        Assert.Equal((FaultKind.NeedsPerson, reason), (fault.Kind, fault.Reason));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_sentence_with_a_remedy_is_followed_by_that_alone(AttentionReason reason)
        => Assert.Equal("The page is not set. Set talks.default_page.", Fault.NeedsPerson(reason, "The page is not set.", "Set talks.default_page.").Sentence);
}
