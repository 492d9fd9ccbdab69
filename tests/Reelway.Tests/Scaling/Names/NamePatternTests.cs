using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Names;

public sealed class NamePatternTests
{
    [Fact]
    public void The_default_pattern_reads_a_derivative_s_name()
    {
        var reading = NamePattern.Default.Read("spot_30s_IT_AB12CD.mp4");

        Assert.Empty(reading.Violations);
        Assert.Equal("AB12CD", reading.TrackingId);
        Assert.Equal("spot_30s_IT.mp4", reading.CleanName);
        Assert.Equal(
            new Dictionary<string, string> { ["subject_title"] = "spot", ["duration"] = "30s", ["language_code"] = "IT", ["tracking_id"] = "AB12CD" },
            reading.Values);
    }

    [Fact]
    public void An_optional_token_may_stand_there()
    {
        var reading = NamePattern.Default.Read("Summer spot_1m30s_it_v2_ab12cd.MOV");

        Assert.Empty(reading.Violations);
        Assert.Equal("v2", reading.Values["version"]);
        Assert.Equal("AB12CD", reading.TrackingId);
        Assert.Equal("Summer spot_1m30s_it_v2.MOV", reading.CleanName);
    }

    [Theory]
    [InlineData("{subject_title}_{duration}", "must have {tracking_id}")]
    [InlineData("{subject_title}_{tracking_id}_{duration}", "must have {tracking_id}")]
    [InlineData("{subject_title}[_{tracking_id}]", "must have {tracking_id}")]
    [InlineData("{subject_title}{tracking_id}", "Before {tracking_id}, at position 16 of the pattern of names, must stand 1 to 3 of the letters")]
    [InlineData("{subject_title}/{tracking_id}", "must stand 1 to 3 of the letters")]
    [InlineData("{subject_titel}_{tracking_id}", "There is no token \"subject_titel\"; did you mean subject_title?")]
    [InlineData("{brand}_{brand}_{tracking_id}", "has {brand} 2 times")]
    [InlineData("{brand_{tracking_id}", "There is no token \"brand_{tracking_id\"")]
    [InlineData("{brand}_{tracking_id", "opens \"{\" at position 9 and does not close it")]
    [InlineData("{brand}[_{version}_{duration}]_{tracking_id}", "must hold one token and its separator, as in [_{version}]")]
    [InlineData("[_{brand}]{subject_title}_{tracking_id}", "as in [{brand}_] before the first token")]
    [InlineData("{brand}_{tracking_id}.mp4", "ends with \".mp4\"; it must end with a token. The extension is no part of it.")]
    [InlineData("x_{brand}_{tracking_id}", "it must begin with a token")]
    [InlineData("[{brand}_]{tracking_id}", "must have a token without brackets that is not stripped")]
    [InlineData("", "must have {tracking_id}")]
    public void A_pattern_that_names_could_not_be_read_by_is_refused(string pattern, string sentence)
        => Assert.Contains(Problems(new() { Pattern = pattern }), problem => problem.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("[A-Z_]+")]
    [InlineData(@"\w+")]
    [InlineData(".{1,20}")]
    [InlineData("[^a]{3}")]
    [InlineData("(?:a|b_c)")]
    [InlineData("[!-~]+")]
    [InlineData(@"\x5F")]
    [InlineData(@"\p{Pc}")]
    public void An_expression_that_admits_the_separator_is_refused(string expression)
        => Assert.Equal(
            ["The expression of brand admits \"_\", which separates the parts of a name; take it out of the expression, or choose another separator."],
            Problems(new() { Pattern = "{brand}_{tracking_id}", Tokens = Rule("brand", new(Expression: expression)) }));

    [Theory]
    [InlineData("[A-Z -]+")]
    [InlineData("(?:[a-z]+ ?){1,3}")]
    [InlineData(@"\p{L}{1,20}|\d+")]
    [InlineData(@"[^_]{3}")]
    [InlineData(@"a\.b")]
    public void An_expression_that_does_not_is_taken(string expression)
        => Assert.Empty(Problems(new() { Pattern = "{brand}_{tracking_id}", Tokens = Rule("brand", new(Expression: expression)) }));

    [Theory]
    [InlineData("^a$", "\"^a$\", which is not needed here")]
    [InlineData(@"(?=a)a", "\"(?=a)a\"")]
    [InlineData(@"(a)\1", "\"\\1\"")]
    [InlineData(@"\ba", "\"\\ba\"")]
    [InlineData("[a-z-[aeiou]]", "\"[a-z-[aeiou…\"")]
    [InlineData("a)", "is not a regular expression that can be used")]
    [InlineData("(?:a{1,1000}){1,1000}", "is not a regular expression that can be used")]
    [InlineData("", "must have 1 to 200 letters")]
    public void An_expression_of_which_its_letters_or_its_time_can_t_be_said_is_refused(string expression, string sentence)
        => Assert.Contains(sentence, Assert.Single(Problems(new() { Pattern = "{brand}_{tracking_id}", Tokens = Rule("brand", new(Expression: expression)) })), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_with_rules_is_said_at_once()
        => Assert.Equal(
            [
                "There is no token \"langauge_code\"; did you mean language_code?",
                "The value \"A_B\" of brand holds \"_\", which separates the parts of a name; write it without, or choose another separator.",
                "asset_type has 0 values; 1 to 1000 can be given.",
            ],
            Problems(new()
            {
                Pattern = "{brand}_{asset_type}_{tracking_id}",
                Tokens = new Dictionary<string, NameTokenRule> { ["brand"] = new(Values: ["A_B", "C"]), ["asset_type"] = new(Values: []), ["langauge_code"] = new() },
            }));

    private static List<string> Problems(NameRules rules)
    {
        var problems = new List<string>();
        Assert.Equal(NamePattern.Load(rules, problems) is null, problems.Count > 0);
        return problems;
    }

    private static Dictionary<string, NameTokenRule> Rule(string token, NameTokenRule rule) => new() { [token] = rule };
}
