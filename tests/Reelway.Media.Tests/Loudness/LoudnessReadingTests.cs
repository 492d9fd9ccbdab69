namespace Reelway.Media.Tests;

public sealed class LoudnessReadingTests
{
    private const string Words = """
        Stream #0:0: Audio: pcm_s16le
        [ebur128@track0 @ 0x55cd24d0a7c0] Summary:

          Integrated loudness:
            I:          -9.4 LUFS
            Threshold: -19.4 LUFS

          Loudness range:
            LRA:         0.6 LU
            Threshold: -29.4 LUFS

          True peak:
            Peak:       -0.3 dBFS
        [ebur128@track1 @ 0x55cd24ccfe40] Summary:

          Integrated loudness:
            I:         -70.0 LUFS

          Loudness range:
            LRA:         0.0 LU

          True peak:
            Peak:       -inf dBFS
        """;

    [Fact]
    public void Each_track_has_a_summary_of_its_own()
        => Assert.Equal(new LoudnessMeasure(-9.4, -0.3, 0.6), LoudnessReading.Find(Words, "ebur128@track0"));

    [Fact]
    public void Silence_has_neither_loudness_nor_peak()
        => Assert.Equal(new LoudnessMeasure(null, null, 0), LoudnessReading.Find(Words, "ebur128@track1"));

    [Theory]
    [InlineData("ebur128@track2")]
    [InlineData("ebur128@track")]
    public void A_filter_that_said_nothing_is_not_read(string filter) => Assert.Null(LoudnessReading.Find(Words, filter));
}
