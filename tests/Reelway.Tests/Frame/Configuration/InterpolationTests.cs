using FsCheck;
using FsCheck.Fluent;
using Reelway.Frame.Configuration;

namespace Reelway.Tests.Frame.Configuration;

public sealed class InterpolationTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["SET"] = "value", ["EMPTY"] = "", ["TRICKY"] = "${SET} $$ }" };

    private readonly Interpolation _interpolation = new(name => Variables.GetValueOrDefault(name));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${SET}", "value")]
    [InlineData("a${SET}b${SET}c", "avaluebvaluec")]
    [InlineData("${UNSET:-default}", "default")]
    [InlineData("${EMPTY:-default}", "default")]
    [InlineData("${EMPTY-default}", "")]
    [InlineData("${UNSET-default}", "default")]
    [InlineData("${SET:+other}", "other")]
    [InlineData("${UNSET:+other}", "")]
    [InlineData("${EMPTY:+other}", "")]
    [InlineData("${EMPTY+other}", "other")]
    [InlineData("${UNSET:-${ALSO:-${SET}}}", "value")]
    [InlineData("${UNSET:-a:b-c}", "a:b-c")]
    [InlineData("${SET:?must be there}", "value")]
    [InlineData("price $$5 $SET $", "price $5 $SET $")]
    [InlineData("$${SET}", "${SET}")]
    [InlineData("${TRICKY}", "${SET} $$ }")]
    [InlineData("{}}", "{}}")]
    public void Variables_are_put_in(string text, string expected)
    {
        var result = _interpolation.Apply(text);

        Assert.Null(result.Problem);
        Assert.Equal(expected, result.Text);
        Assert.Empty(result.Unset);
    }

    [Theory]
    [InlineData("${UNSET:?tell the operator}", "variable UNSET is not set: tell the operator")]
    [InlineData("${EMPTY:?}", "variable EMPTY is not set, and must be.")]
    [InlineData("${SET", "\"${SET\" has no closing brace.")]
    [InlineData("${UNSET:-${SET}", "\"${UNSET\" has no closing brace.")]
    [InlineData("${}", "\"${\" must be followed by a variable's name; write a dollar sign as \"$$\".")]
    [InlineData("${1}", "\"${\" must be followed by a variable's name; write a dollar sign as \"$$\".")]
    [InlineData("${SET:x}", "\"${SET:\" must go on with -default, ?message or +other.")]
    public void What_is_wrong_is_said(string text, string problem)
        => Assert.Equal(problem, _interpolation.Apply(text).Problem);

    [Fact]
    public void Variables_that_are_not_set_are_named_but_not_those_of_a_branch_not_taken()
    {
        Assert.Equal(["A", "B"], _interpolation.Apply("${A}${B}${SET:-${C}}").Unset);
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("${A:-", 10_000)) + "x" + new string('}', 10_000);

        Assert.Equal("defaults are nested more than 20 deep.", _interpolation.Apply(text).Problem);
    }

    [Fact]
    public void Any_text_is_either_read_or_refused()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            var result = _interpolation.Apply(text.Get);
            return result.Problem is not null || text.Get.Contains('$') || result.Text == text.Get;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_with_doubled_dollars_comes_back_as_it_was()
        => Prop.ForAll<NonNull<string>>(text =>
            _interpolation.Apply(text.Get.Replace("$", "$$", StringComparison.Ordinal)).Text == text.Get).QuickCheckThrowOnFailure();
}
