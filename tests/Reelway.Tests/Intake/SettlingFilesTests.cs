using Reelway.Contracts.Time;
using Reelway.Intake;

namespace Reelway.Tests.Intake;

public sealed class SettlingFilesTests
{
    private static readonly Arrival Small = new("file:///in/Owls.mp4", "Owls.mp4", "1");
    private static readonly Arrival Grown = Small with { Version = "2" };

    private readonly ManualClock _time = new();
    private readonly SettlingFiles _files;

    public SettlingFilesTests() => _files = new SettlingFiles(_time, TimeSpan.FromSeconds(10));

    [Fact]
    public void A_file_is_returned_once_it_stood_still_and_then_no_more()
    {
        Assert.Empty(_files.Look([Small]));
        Assert.Equal(TimeSpan.FromSeconds(10), _files.UntilNext());
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_files.Look([Small]));
        Assert.Equal(TimeSpan.FromSeconds(1), _files.UntilNext());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Small], _files.Look([Small]));
        _files.TakenIn(Small);
        Assert.Empty(_files.Look([Small]));
        Assert.Null(_files.UntilNext());
    }

    [Fact]
    public void A_file_that_grows_waits_anew()
    {
        _files.Look([Small]);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_files.Look([Grown]));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_files.Look([Grown]));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Grown], _files.Look([Grown]));
    }

    [Fact]
    public void A_file_that_could_not_be_taken_in_is_offered_again()
    {
        _files.Look([Small]);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([Small], _files.Look([Small]));
        Assert.Equal(TimeSpan.Zero, _files.UntilNext());
        Assert.Equal([Small], _files.Look([Small]));
    }

    [Fact]
    public void A_file_that_is_written_again_after_it_was_taken_in_is_taken_in_again()
    {
        _files.Look([Small]);
        _time.Advance(TimeSpan.FromSeconds(10));
        _files.TakenIn(Assert.Single(_files.Look([Small])));
        Assert.Empty(_files.Look([Grown]));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([Grown], _files.Look([Grown]));
    }

    [Fact]
    public void A_file_that_has_gone_is_forgotten()
    {
        _files.Look([Small]);
        _files.Look([]);
        Assert.Null(_files.UntilNext());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_files.Look([Small]));
    }
}
