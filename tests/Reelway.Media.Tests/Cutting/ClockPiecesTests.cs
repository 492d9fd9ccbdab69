namespace Reelway.Media.Tests;

public sealed class ClockPiecesTests
{
    [Fact]
    public void A_clock_that_goes_on_is_left_alone_even_if_it_pauses_or_stumbles()
    {
        var pieces = Take([0, 1, 2, 9, 8.9m, 10]);
        Assert.False(pieces.Restarts);
        Assert.Equal("setts=pts=PTS:dts=DTS", pieces.Filter(0, 1000));
    }

    [Fact]
    public void Behind_each_restart_time_goes_on_where_it_was()
    {
        var pieces = Take([0, 1, 2, 3, 0, 1, 2, 5000, 5001]);
        Assert.True(pieces.Restarts);
        Assert.Equal("setts=pts=PTS+gte(N\\,4)*(4000)+gte(N\\,7)*(-4997000):dts=DTS+gte(N\\,4)*(4000)+gte(N\\,7)*(-4997000)", pieces.Filter(0, 1000));
        Assert.Equal(9, pieces.LengthSeconds);
    }

    [Fact]
    public void Picture_and_sound_are_shifted_by_the_same_distance_so_that_neither_overlaps()
    {
        var pieces = new ClockPieces();
        (int, decimal)[] packets = [(0, 0), (1, 0.1m), (0, 1), (1, 1.1m), (1, 2.1m), (0, 0), (1, 0.1m), (0, 1)];
        foreach (var (stream, seconds) in packets)
        {
            pieces.Take(stream, seconds);
        }

        // The sound reached 3.1 s, and begins at 0.1 s again: 3 s later both go on without an overlap.
        Assert.Equal("setts=pts=PTS+gte(N\\,2)*(3000):dts=DTS+gte(N\\,2)*(3000)", pieces.Filter(0, 1000));
        Assert.Equal("setts=pts=PTS+gte(N\\,3)*(144000):dts=DTS+gte(N\\,3)*(144000)", pieces.Filter(1, 48_000));
    }

    private static ClockPieces Take(IEnumerable<decimal> times)
    {
        var pieces = new ClockPieces();
        foreach (var time in times)
        {
            pieces.Take(0, time);
        }

        return pieces;
    }
}
