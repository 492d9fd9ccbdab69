using FsCheck;
using FsCheck.Fluent;
using Reelway.Talks.Text;

namespace Reelway.Tests.Talks.Text;

public sealed class EnglishListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("A", "A")]
    [InlineData("A and B", "A", "B")]
    [InlineData("A, B and C", "A", "B", "C")]
    [InlineData("A, B, C and D", "A", "B", "C", "D")]
    public void Names_are_listed_as_English_does(string expected, params string[] names)
        => Assert.Equal(expected, EnglishList.Join([.. names.Where(name => name.Length > 0)]));

    [Fact]
    public void Every_name_is_in_the_list_once_with_one_and_before_the_last()
        => Prop.ForAll<PositiveInt>(count =>
        {
            var names = Enumerable.Range(0, 1 + (count.Get % 20)).Select(number => $"N{number}").ToList();
            var list = EnglishList.Join(names);
            return list.Split([", ", " and "], StringSplitOptions.None).SequenceEqual(names)
                && list.Split(" and ").Length == Math.Min(names.Count, 2);
        }).QuickCheckThrowOnFailure();
}
