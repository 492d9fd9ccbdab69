using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Names;

public sealed class NameReadingTests
{
    private static readonly NamePattern Campaign = Load(new()
    {
        Pattern = "{brand}_{subject_title}[_{asset_type}]_{duration}_{language_code}_{tracking_id}",
        Tokens = new Dictionary<string, NameTokenRule>
        {
            ["brand"] = new(Values: ["Nutella", "Kinder", "Tic Tac"]),
            ["asset_type"] = new(Values: ["spot", "banner"]),
            ["language_code"] = new(Values: ["IT", "FR", "DE"]),
        },
    });

    [Fact]
    public void A_value_off_the_list_is_named_with_its_place_and_the_nearest_one()
    {
        var reading = Campaign.Read("Nutela_Summer_spot_30s_IT_AB12CD.mp4");

        var violation = Assert.Single(reading.Violations);
        Assert.Equal((NameFault.Value, 1, "brand", "Nutela", "Nutella"), (violation.Fault, violation.Position, violation.Token, violation.Found, violation.Nearest));
        Assert.Equal("\"Nutela\" is not valid as brand: it must be one of Nutella, Kinder, Tic Tac; did you mean Nutella?", violation.Message);
        Assert.Equal("Nutella_Summer_spot_30s_IT_AB12CD.mp4", reading.CorrectedName);
        Assert.Null(reading.CleanName);
        Assert.Equal("AB12CD", reading.TrackingId);
    }

    [Fact]
    public void Every_violation_is_said_at_once()
    {
        var reading = Campaign.Read("kinder_Sum\u200Bmer_baner_30_TI_AB12CD.mp4");

        Assert.Equal(
            [(NameFault.Letter, 11, null, null), (NameFault.Value, 16, "asset_type", "banner"), (NameFault.Value, 22, "duration", "30s"), (NameFault.Value, 25, "language_code", "IT")],
            reading.Violations.Select(each => (each.Fault, each.Position, each.Token, each.Nearest)));
        Assert.Equal("Kinder_Summer_banner_30s_IT_AB12CD.mp4", reading.CorrectedName);
    }

    [Fact]
    public void A_list_s_spelling_is_what_is_read_and_the_file_s_own_is_what_stays()
    {
        var reading = Campaign.Read("tic tac_Summer_SPOT_30s_it_ab12cd.mp4");

        Assert.Equal(["Tic Tac", "Summer", "spot", "30s", "IT", "AB12CD"], reading.Values.Values);
        Assert.Equal("tic tac_Summer_SPOT_30s_it.mp4", reading.CleanName);
    }

    [Theory]
    [InlineData("spot_IT_AB12CD .mp4", 15, "a space (U+0020) stands behind \"AB12CD\", where a part ends")]
    [InlineData("spot_IT_AB12CD.mp4 ", 19, "a space (U+0020) stands behind \"spot_IT_AB12CD.mp4\", where the name ends")]
    [InlineData(" spot_IT_AB12CD.mp4", 1, "a space (U+0020) stands before")]
    [InlineData("spot_ IT_AB12CD.mp4", 6, "a space (U+0020) stands before \"IT\", where a part begins")]
    [InlineData("spot_IT_AB12CD\u00A0.mp4", 15, "(U+00A0) looks like a space and is another character")]
    public void A_space_that_nobody_sees_is_named_with_its_position(string name, int position, string sentence)
    {
        var reading = Load(new() { Pattern = "{subject_title}_{language_code}_{tracking_id}" }).Read(name);

        var violation = Assert.Single(reading.Violations);
        Assert.Equal(position, violation.Position);
        Assert.Contains(sentence, violation.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("spot_IT_AB12CD.mp4", reading.CorrectedName);
    }

    [Theory]
    [InlineData("sp\u0000ot_30s_IT_AB12CD.mp4", 3, "(U+0000) is a control character")]
    [InlineData("spot_30s_IT\u200F_AB12CD.mp4", 12, "(U+200F) changes the direction of the text and can't be seen")]
    [InlineData("spot_30s_IT_AB12CD\u202E4pm.mp4", 19, "(U+202E) changes the direction")]
    [InlineData("sp\tot_30s_IT_AB12CD.mp4", 3, "(U+0009) is a control character")]
    [InlineData("a/spot_30s_IT_AB12CD.mp4", 2, "\"/\" (U+002F) separates folders")]
    [InlineData("..\\spot_30s_IT_AB12CD.mp4", 3, "\"\\\" (U+005C) separates folders")]
    [InlineData("sp\uD83Dot_30s_IT_AB12CD.mp4", 3, "stands for half a character")]
    public void A_letter_that_can_t_stay_is_named_with_its_position(string name, int position, string sentence)
    {
        var violation = NamePattern.Default.Read(name).Violations.First(each => each.Fault == NameFault.Letter);

        Assert.Equal(position, violation.Position);
        Assert.Contains(sentence, violation.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(violation.Message, letter => char.IsControl(letter) || letter is '\u200F' or '\u202E');
    }

    [Fact]
    public void Letters_of_two_marks_and_of_one_read_the_same()
    {
        var composed = NamePattern.Default.Read("žluť_30s_CS_AB12CD.mp4");
        var decomposed = NamePattern.Default.Read("žluť_30s_CS_AB12CD.mp4".Normalize(System.Text.NormalizationForm.FormD));

        Assert.Empty(decomposed.Violations);
        Assert.Equal("žluť_30s_CS.mp4", decomposed.CleanName);
        Assert.Equal(composed.Values, decomposed.Values);
    }

    [Theory]
    [InlineData("spot_30s_IT.mp4", "tracking_id", 12)]
    [InlineData("spot_IT_AB12CD.mp4", "duration", 6)]
    [InlineData("spot_30s_AB12CD.mp4", "language_code", 10)]
    public void What_is_missing_is_named_with_its_place(string name, string token, int position)
    {
        var violation = Assert.Single(NamePattern.Default.Read(name).Violations);

        Assert.Equal((NameFault.Missing, token, position), (violation.Fault, violation.Token, violation.Position));
        Assert.StartsWith($"{token} is missing: ", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_too_many_behind_a_title_is_taken_for_one_of_its_words()
    {
        var reading = NamePattern.Default.Read("summer_spot_30s_IT_AB12CD.mp4");

        var violation = Assert.Single(reading.Violations);
        Assert.Equal((NameFault.Surplus, 8, "spot"), (violation.Fault, violation.Position, violation.Found));
        Assert.Equal("summer-spot_30s_IT_AB12CD.mp4", reading.CorrectedName);
    }

    [Theory]
    [InlineData("spot-30s-IT-AB12CD.mp4", "spot_30s_IT_AB12CD.mp4")]
    [InlineData("spot 30s IT AB12CD.mp4", "spot_30s_IT_AB12CD.mp4")]
    [InlineData("spot_30sec_IT_AB12CD.mp4", "spot_30s_IT_AB12CD.mp4")]
    [InlineData("spot_30s_I.T._AB12CD.mp4", "spot_30s_IT_AB12CD.mp4")]
    [InlineData("spot__30s_IT_V 02_AB12CD.mp4", "spot_30s_IT_V02_AB12CD.mp4")]
    [InlineData("spot_30s_IT_AB-12-CD.mp4", "spot_30s_IT_AB12CD.mp4")]
    [InlineData("spot_30s_IT_AB12CD_.mp4", "spot_30s_IT_AB12CD.mp4")]
    public void Usual_slips_have_a_corrected_name(string name, string corrected)
    {
        var reading = NamePattern.Default.Read(name);

        Assert.False(reading.IsValid);
        Assert.Equal(corrected, reading.CorrectedName);
    }

    [Theory]
    [InlineData("spot_30s_IT.mp4")]
    [InlineData("spot_30s_12_AB12CD.mp4")]
    [InlineData("holiday.mp4")]
    [InlineData("_30s_IT_AB12CD.mp4")]
    [InlineData("spot_30s_IT_AB12CD")]
    public void Where_nobody_can_say_what_was_meant_no_name_is_offered(string name)
    {
        var reading = NamePattern.Default.Read(name);

        Assert.False(reading.IsValid);
        Assert.Null(reading.CorrectedName);
    }

    [Fact]
    public void A_tracking_id_of_no_master_is_refused_with_the_one_that_was_meant()
    {
        var reading = NamePattern.Default.Read("spot_30s_IT_AB12CE.mp4", ["AB12CD", "QRSTUV"]);

        var violation = Assert.Single(reading.Violations);
        Assert.Equal((NameFault.UnknownId, 13, "AB12CD"), (violation.Fault, violation.Position, violation.Nearest));
        Assert.Equal("spot_30s_IT_AB12CD.mp4", reading.CorrectedName);
    }

    [Fact]
    public void A_tracking_id_stands_in_a_name_once()
    {
        var violation = Assert.Single(NamePattern.Default.Read("spot ab12cd_30s_IT_AB12CD.mp4").Violations);

        Assert.Equal("subject_title holds the tracking id AB12CD, which stands in a name once; take it out there.", violation.Message);
    }

    [Fact]
    public void A_name_that_can_be_read_in_two_ways_is_not_read_in_one()
    {
        var pattern = Load(new() { Pattern = "{subject_title}[_{brand}][_{asset_type}]_{tracking_id}" });

        Assert.Equal(NameFault.Ambiguous, Assert.Single(pattern.Read("spot_Kinder_AB12CD.mp4").Violations).Fault);
        Assert.Empty(pattern.Read("spot_Kinder_banner_AB12CD.mp4").Violations);
    }

    [Fact]
    public void An_optional_token_before_the_first_one_takes_its_separator_with_it()
    {
        var pattern = Load(new() { Pattern = "[{brand}-]{subject_title}_{tracking_id}", Tokens = new Dictionary<string, NameTokenRule> { ["brand"] = new(Values: ["Kinder"]) }, Strip = ["brand", "tracking_id"] });

        Assert.Equal("spot.mp4", pattern.Read("Kinder-spot_AB12CD.mp4").CleanName);
        Assert.Equal("spot.mp4", pattern.Read("spot_AB12CD.mp4").CleanName);
        Assert.Equal("\"_\" stands behind brand; it must be \"-\".", Assert.Single(pattern.Read("Kinder_spot_AB12CD.mp4").Violations).Message);
    }

    [Fact]
    public void A_tracking_id_may_come_first()
    {
        var pattern = Load(new() { Pattern = "{tracking_id} {subject_title}[ {version}]" });

        var reading = pattern.Read("ab12cd spot v2.mp4");

        Assert.Empty(reading.Violations);
        Assert.Equal(("AB12CD", "spot v2.mp4"), (reading.TrackingId, reading.CleanName));
    }

    [Fact]
    public void A_name_too_long_is_refused_by_its_bytes()
    {
        Assert.Empty(NamePattern.Default.Read(new string('x', 237) + "_30s_IT_AB12CD.mp4").Violations);
        Assert.Equal(NameFault.Length, Assert.Single(NamePattern.Default.Read(new string('x', 238) + "_30s_IT_AB12CD.mp4").Violations).Fault);
        Assert.Equal(NameFault.Length, Assert.Single(NamePattern.Default.Read(new string('ž', 120) + "_30s_IT_AB12CD.mp4").Violations).Fault);
    }

    [Fact]
    public void Whatever_a_name_holds_its_violations_have_their_places_in_it()
        => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var name = $"{text}_30s_{text}_AB12CD{text}";
            var reading = Campaign.Read(name, ["AB12CD"]);
            return reading.Violations.All(each => each.Position >= 1 && each.Position <= NameLetters.Composed(name).EnumerateRunes().Count() + 1)
                && reading.IsValid == (reading.CleanName is not null);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a", 1_000_000)]
    [InlineData("_", 1_000_000)]
    [InlineData("_", 250)]
    [InlineData("a_", 120)]
    [InlineData("\u200F", 250)]
    [InlineData("1s1m", 60)]
    public void No_name_takes_long(string text, int times)
    {
        var name = string.Concat(Enumerable.Repeat(text, times));
        var rules = new NameRules { Pattern = "{brand}_{subject_title}_{tracking_id}", Tokens = new Dictionary<string, NameTokenRule> { ["brand"] = new(Expression: "(?:(?:a+)+)+b") } };
        var pattern = Load(rules);
        var clock = Stopwatch.StartNew();

        var reading = pattern.Read(name);

        Assert.False(reading.IsValid);
        Assert.InRange(reading.Violations.Count, 1, 20);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"Took {clock.Elapsed}.");
    }

    private static NamePattern Load(NameRules rules)
    {
        var problems = new List<string>();
        return NamePattern.Load(rules, problems) ?? throw new InvalidOperationException(string.Join(' ', problems));
    }
}
