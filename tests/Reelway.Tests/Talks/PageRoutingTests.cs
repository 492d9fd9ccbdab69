using Reelway.Engine;
using Reelway.Talks;

namespace Reelway.Tests.Talks;

public sealed class PageRoutingTests
{
    private static readonly TalksOptions Options = new()
    {
        Connection = "main",
        DefaultPage = "default",
        Stages =
        {
            ["Barn"] = new PageTarget { Page = "https://www.facebook.com/hens/?ref=x" },
            ["Yard & Field"] = new PageTarget { Page = "hens", Connection = "other" },
        },
        Kinds = { ["Q&A"] = new PageTarget { Page = "questions" } },
    };

    [Theory]
    [InlineData("Barn", "", "https://www.facebook.com/hens/?ref=x", "main")]
    [InlineData(" barn", "Talk", "https://www.facebook.com/hens/?ref=x", "main")]
    [InlineData("yard  & field", "", "hens", "other")]
    [InlineData("Barn", "q&a", "questions", "main")]
    [InlineData("Attic", "", "default", "main")]
    [InlineData("", "", "default", "main")]
    public void Kind_goes_before_stage_and_stage_before_default(string stage, string kind, string page, string connection)
        => Assert.Equal(new PageRoute(page, connection), PageRouting.Choose(Options, stage, kind));

    [Fact]
    public void No_page_at_all_needs_a_person_and_names_the_setting()
    {
        var fault = Assert.Throws<FaultException>(() => PageRouting.Choose(new TalksOptions(), "Attic", "")).Fault;
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("talks.stages.Attic.page or talks.default_page", fault.Sentence, StringComparison.Ordinal);
    }
}
