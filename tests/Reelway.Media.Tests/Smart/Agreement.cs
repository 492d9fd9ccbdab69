using System.Text.RegularExpressions;

namespace Reelway.Media.Tests;

/// <summary>What a plan promises, the cut keeps, or says in words why not.</summary>
internal static partial class Agreement
{
    public static void Ensure(CutPlan plan, CutResult cut)
    {
        if (cut.Mode != plan.Mode)
        {
            Assert.True(plan.Mode == "smart" && cut.Discarded && Thrown().IsMatch(cut.Reason), $"planned {plan.Mode}, became {cut.Mode} because \"{cut.Reason}\"");
        }
        else if (cut.Audio != plan.Audio)
        {
            Assert.True(plan.Audio == "splice" && EncodedSound().IsMatch(cut.Reason), $"sound was planned as {plan.Audio}, became {cut.Audio} because \"{cut.Reason}\"");
        }
    }

    [GeneratedRegex(@"the copy (did not pass its proof|could not be finished) and was thrown away \([^)]*\w{3,} \w+")]
    private static partial Regex Thrown();

    [GeneratedRegex(@"all sound is encoded: .*\w{3,} \w+")]
    private static partial Regex EncodedSound();
}
