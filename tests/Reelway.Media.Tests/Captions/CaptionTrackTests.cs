namespace Reelway.Media.Tests;

public sealed class CaptionTrackTests
{
    [Fact]
    public void Captions_are_shifted_and_clipped_to_the_range()
        => Assert.Equal(
            [Cue(0, 1, "across the start"), Cue(2, 3, "within"), Cue(9.5, 10, "across the end")],
            Within([Cue(0, 4, "before"), Cue(4, 6, "across the start"), Cue(7, 8, "within"), Cue(14.5, 16, "across the end"), Cue(15, 20, "after")], from: 5, length: 10));

    [Fact]
    public void What_comes_before_the_talk_in_the_clip_shifts_them_back()
        => Assert.Equal([Cue(4, 5, "a")], CaptionTrack.Within([Cue(6, 7, "a")], TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3)));

    [Fact]
    public void Overlapping_captions_become_one_after_the_other()
        => Assert.Equal(
            [Cue(1, 2, "a"), Cue(2, 3, "a\nb"), Cue(3, 4, "b"), Cue(4, 5, "c")],
            Within([Cue(2, 4, "b"), Cue(1, 3, "a"), Cue(4, 5, "c")], from: 0, length: 10));

    [Fact]
    public void The_same_caption_twice_in_a_row_is_one_and_less_than_a_millisecond_is_none()
        => Assert.Equal([Cue(1, 3, "a")], Within([Cue(1, 2, "a"), Cue(2, 3, "a"), Cue(3, 3.0004, "b")], from: 0, length: 10));

    [Fact]
    public void Written_and_read_again_they_are_the_same()
    {
        IReadOnlyList<CaptionCue> cues = [Cue(0, 1.5, "a &amp; <i>b</i>\n- c"), Cue(3723.004, 3724, "d")];
        Assert.Equal(cues, CaptionFile.Parse("x.vtt", CaptionTrack.Write(cues)).Cues);
    }

    private static IReadOnlyList<CaptionCue> Within(IEnumerable<CaptionCue> cues, double from, double length)
        => CaptionTrack.Within(cues, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(length), TimeSpan.Zero);

    private static CaptionCue Cue(double start, double end, string text) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), text);
}
