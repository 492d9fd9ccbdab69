using FsCheck;
using FsCheck.Fluent;
using Reelway.Configuration;
using Reelway.Frame.Configuration;

namespace Reelway.Tests.Frame.Configuration;

public sealed class SettingTextTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("15s", 15_000)]
    [InlineData("5m", 300_000)]
    [InlineData("6h", 21_600_000)]
    [InlineData("14d", 1_209_600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("0", 0)]
    [InlineData("PT5M", 300_000)]
    [InlineData("P1DT2H0.5S", 93_600_500)]
    [InlineData("P14D", 1_209_600_000)]
    public void Durations_are_read(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("5 parsecs")]
    [InlineData("-5s")]
    [InlineData("1..5s")]
    [InlineData("5M")]
    [InlineData("99999999999999999999d")]
    [InlineData("∞")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("PT5")]
    [InlineData("PT5X")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void A_bare_number_as_a_setting_is_seconds()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), SettingText.Parse("300", typeof(TimeSpan), isSize: false));
        Assert.Equal(TimeSpan.FromSeconds(1.5), SettingText.Parse("1.5", typeof(TimeSpan?), isSize: false));
        Assert.Null(SettingText.Parse("-5", typeof(TimeSpan), isSize: false));
    }

    [Fact]
    public void A_duration_that_was_written_is_read_as_the_same()
        => Prop.ForAll<int>(milliseconds =>
        {
            var duration = TimeSpan.FromMilliseconds(Math.Abs((long)milliseconds));
            return Durations.TryParse(Durations.Format(duration), out var read) && read == duration;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("10485760", 10_485_760)]
    [InlineData("500kB", 500_000)]
    [InlineData("10 MB", 10_000_000)]
    [InlineData("1.5GiB", 1_610_612_736)]
    public void Sizes_are_read(string text, long bytes)
    {
        Assert.True(Sizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("MB")]
    [InlineData("-1")]
    [InlineData("10 parsecs")]
    [InlineData("99999999999TiB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(Sizes.TryParse(text, out _));

    [Theory]
    [InlineData("workrs", "workers")]
    [InlineData("Workers", "workers")]
    [InlineData("api-key", "api_key")]
    [InlineData("fodler", "folder")]
    [InlineData("folders", "folder")]
    [InlineData("whatever", null)]
    public void The_nearest_name_is_found(string name, string? nearest)
        => Assert.Equal(nearest, SettingNames.Nearest(name, ["folder", "workers", "api_key"]));

    [Theory]
    [InlineData("a.b.c", new[] { "a", "b", "c" })]
    [InlineData("a.\"b.c\".d", new[] { "a", "b.c", "d" })]
    [InlineData("a.\"\\\"q\\\"\"", new[] { "a", "\"q\"" })]
    public void Names_are_split_at_their_dots(string name, string[] parts) => Assert.Equal(parts, SettingPath.Split(name));

    [Fact]
    public void A_joined_name_splits_into_its_parts()
        => Prop.ForAll<NonEmptyString, NonNull<string>>((first, second) =>
        {
            var name = SettingPath.Join(SettingPath.Join(string.Empty, first.Get), second.Get);
            return SettingPath.Split(name) is [var one, var two] && one == first.Get && two == second.Get;
        }).QuickCheckThrowOnFailure();
}
