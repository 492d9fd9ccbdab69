namespace Reelway.Media.Tests;

public sealed class ProgressMeterTests
{
    [Fact]
    public void Only_a_rising_share_between_0_and_1_is_told()
    {
        var told = new List<double>();
        var meter = new ProgressMeter(10, told.Add);
        foreach (var line in (string[])["frame=1", "out_time_us=N/A", "out_time_us=-46440", "out_time_us=2500000", "out_time_us=1000000", "out_time_ms=9000000", "out_time_us=5000000", "out_time_us=", "out_time_us=99999999999999999999", "out_time_us=20000000", "progress=end"])
        {
            meter.Take(line);
        }

        Assert.Equal([0.25, 0.5, 1], told);
    }
}
