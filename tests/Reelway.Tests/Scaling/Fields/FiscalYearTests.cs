using Reelway.Scaling.Fields;

namespace Reelway.Tests.Scaling.Fields;

public sealed class FiscalYearTests
{
    private static readonly FieldMappings Mappings = new()
    {
        Forced = new Dictionary<string, IReadOnlyList<string>> { ["STATE"] = ["Local"] },
        Defaults = new Dictionary<string, IReadOnlyList<string>> { ["ACME.FIELD.FISCAL YEAR"] = ["2025/2026"], ["TAG"] = ["2020"] },
    };

    [Theory]
    [InlineData(2026, 8, 31, 9, false)]
    [InlineData(2026, 9, 1, 9, true)]
    [InlineData(2026, 3, 31, 4, false)]
    [InlineData(2026, 4, 1, 4, true)]
    [InlineData(2025, 1, 1, 9, false)]
    public void A_default_fiscal_year_is_past_with_the_first_month_of_the_next(int year, int month, int day, int firstMonth, bool past)
        => Assert.Equal(past, FiscalYear.Past(Mappings, new DateOnly(year, month, day), firstMonth).Any());

    [Fact]
    public void It_is_said_with_its_field_and_since_when()
        => Assert.Equal(
            "ACME.FIELD.FISCAL YEAR: \"2025/2026\" is over since 2026-09-01; write the current fiscal year.",
            Assert.Single(FiscalYear.Past(Mappings, new DateOnly(2026, 11, 30))).ToString());

    [Theory]
    [InlineData("2025/26", true)]
    [InlineData("FY 2025-2026", true)]
    [InlineData("1999/00", true)]
    [InlineData("2025–2026", true)]
    [InlineData("2025/2027", false)]
    [InlineData("2025", false)]
    [InlineData("2025/2026/2027", false)]
    [InlineData("9999", false)]
    [InlineData("٢٠٢٥/٢٠٢٦", false)]
    public void Two_years_that_follow_one_another_are_a_fiscal_year(string text, bool isOne) => Assert.Equal(isOne, FiscalYear.EndOf(text) is not null);
}
