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

    [Theory]
    [InlineData("Barn", "", "barn.mp4", null)]
    [InlineData(" barn", "Q&A", "", null)]
    [InlineData("Yard", "q&a", "", "bye.mp4")]
    [InlineData("Yard", "Talk", null, "bye.mp4")]
    [InlineData("Attic", "", null, null)]
    public void A_stage_has_its_own_intro_and_outro_and_a_kind_goes_before_it(string stage, string kind, string? intro, string? outro)
    {
        var options = new TalksOptions
        {
            Stages = { ["Barn"] = new PageTarget { Page = "hens", Intro = "barn.mp4" }, ["Yard"] = new PageTarget { Page = "hens", Outro = "bye.mp4" } },
            Kinds = { ["Q&A"] = new PageTarget { Page = "questions", Intro = "" } },
        };
        Assert.Equal((intro, outro), PageRouting.Bumpers(options, stage, kind));
    }

    // The pages that the stages of the old programme went to: some by address, the main page for every talk with questions.
    private static readonly TalksOptions OldProgramme = new()
    {
        Connection = "main",
        DefaultPage = "https://www.facebook.com/collisionconf/",
        Stages =
        {
            ["Center Stage"] = new PageTarget { Page = "https://www.facebook.com/collisionconf/" },
            ["PandaConf"] = new PageTarget { Page = "PandaConf" },
            ["Creatiff"] = new PageTarget { Page = "creatiffHQ" },
            ["FullSTK"] = new PageTarget { Page = "fullstk" },
            ["Binate.io"] = new PageTarget { Page = "https://www.facebook.com/binate.io/" },
            ["Startup University"] = new PageTarget { Page = "StartupUniversityConf" },
            ["Planet:tech"] = new PageTarget { Page = "PlanettechConf" },
            ["AutoTech & TalkRobot"] = new PageTarget { Page = "AutoTechConf" },
            ["MusicNotes"] = new PageTarget { Page = "https://www.facebook.com/MusicNotesHQ/?ref=br_rs" },
            ["Growth Summit"] = new PageTarget { Page = "growthsummitconf" },
        },
        Kinds = { ["Q&A"] = new PageTarget { Page = "collisionconf" } },
    };

    [Theory]
    [InlineData("Center Stage", "Keynote", "https://www.facebook.com/collisionconf/")]
    [InlineData("PandaConf", "Talk", "PandaConf")]
    [InlineData("Creatiff", "Panel", "creatiffHQ")]
    [InlineData("FullSTK", "", "fullstk")]
    [InlineData("Binate.io", "Talk", "https://www.facebook.com/binate.io/")]
    [InlineData("Startup University", "Talk", "StartupUniversityConf")]
    [InlineData("Planet:tech", "Talk", "PlanettechConf")]
    [InlineData("AutoTech & TalkRobot", "Talk", "AutoTechConf")]
    [InlineData("autotech &  talkrobot", "Talk", "AutoTechConf")]
    [InlineData("MusicNotes", "Talk", "https://www.facebook.com/MusicNotesHQ/?ref=br_rs")]
    [InlineData("Growth Summit", "Talk", "growthsummitconf")]
    [InlineData("Growth Summit", "Q&A", "collisionconf")]
    [InlineData("Creatiff", "q&a", "collisionconf")]
    [InlineData("A stage that came later", "Talk", "https://www.facebook.com/collisionconf/")]
    public void The_old_programme_goes_where_it_always_went(string stage, string kind, string page)
        => Assert.Equal(page, PageRouting.Choose(OldProgramme, stage, kind).Page);

    [Fact]
    public void No_page_at_all_needs_a_person_and_names_the_setting()
    {
        var fault = Assert.Throws<FaultException>(() => PageRouting.Choose(new TalksOptions(), "Attic", "")).Fault;
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("talks.stages.Attic.page or talks.default_page", fault.Sentence, StringComparison.Ordinal);
    }
}
