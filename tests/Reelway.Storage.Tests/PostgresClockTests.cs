using Reelway.Storage.Postgres;

namespace Reelway.Storage.Tests;

public sealed class PostgresClockTests
{
    [Fact]
    public void What_the_server_said_is_the_time_however_far_from_this_machines()
    {
        var clock = new PostgresClock();

        clock.Hear(1_000);

        Assert.InRange(clock.NowMs, 1_000, 61_000);
    }

    [Fact]
    public void The_newest_word_counts_also_when_it_is_earlier()
    {
        var clock = new PostgresClock();

        clock.Hear(90_000_000);
        clock.Hear(5_000_000);

        Assert.InRange(clock.NowMs, 5_000_000, 5_060_000);
    }
}
