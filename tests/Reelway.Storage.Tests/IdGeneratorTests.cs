using Reelway.Contracts.Time;

namespace Reelway.Storage.Tests;

public sealed class IdGeneratorTests
{
    [Fact]
    public void Ids_rise_even_when_the_clock_goes_back()
    {
        var clock = new ManualClock();
        var ids = new IdGenerator(clock, node: 7);
        var before = ids.Next();
        clock.SetWallClock(clock.GetUtcNow() - TimeSpan.FromHours(1));

        var after = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();

        Assert.True(after[0] > before);
        Assert.Equal(after.Order().Distinct(), after);
    }

    [Fact]
    public void Two_nodes_never_make_the_same_id()
    {
        var clock = new ManualClock();
        var (one, two) = (new IdGenerator(clock, node: 1), new IdGenerator(clock, node: 2));

        var ids = Enumerable.Range(0, 1000).SelectMany(_ => new[] { one.Next(), two.Next() }).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void The_short_form_reads_back_and_forgives_look_alikes(long id)
    {
        var text = ShortId.Format(id);

        Assert.Equal(13, text.Length);
        Assert.True(ShortId.TryParse(text.Replace('0', 'O').Replace('1', 'l'), out var back));
        Assert.Equal(id, back);
    }

    [Theory]
    [InlineData("")]
    [InlineData("000000000000")]
    [InlineData("00000000000000")]
    [InlineData("000000000000u")]
    [InlineData("zzzzzzzzzzzzz")]
    public void What_is_no_id_is_refused(string text) => Assert.False(ShortId.TryParse(text, out _));

    [Fact]
    public void Short_forms_sort_as_the_numbers_do()
    {
        var ids = new IdGenerator(new ManualClock());
        var texts = Enumerable.Range(0, 5000).Select(_ => ShortId.Format(ids.Next())).ToList();

        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
    }

    [Fact]
    public void Ids_go_on_after_one_that_exists_even_when_the_clock_was_set_back()
    {
        var clock = new ManualClock();
        var last = new IdGenerator(clock).Next();
        clock.SetWallClock(clock.GetUtcNow() - TimeSpan.FromHours(1));
        var restarted = new IdGenerator(clock);

        restarted.GoOnAfter(last);

        Assert.True(restarted.Next() > last);
    }
}
