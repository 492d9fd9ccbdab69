using Reelway.Contracts.Time;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

public sealed class CachedSheetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sheet_that_can_not_tell_its_changes_is_read_once_an_hour()
    {
        var time = new ManualClock();
        var source = new CountingSheet { Version = null };
        using var cached = new CachedSheet(source, time, TimeSpan.FromHours(1));
        await cached.ReadAsync(Cancellation);
        time.Advance(TimeSpan.FromMinutes(59));
        await cached.ReadAsync(Cancellation);
        Assert.Equal(1, source.Reads);
        time.Advance(TimeSpan.FromMinutes(1));
        await cached.ReadAsync(Cancellation);
        Assert.Equal(2, source.Reads);
    }

    [Fact]
    public async Task A_sheet_that_tells_its_changes_is_read_when_it_has_changed()
    {
        var source = new CountingSheet { Version = "1" };
        using var cached = new CachedSheet(source, new ManualClock(), TimeSpan.FromHours(1));
        await cached.ReadAsync(Cancellation);
        await cached.ReadAsync(Cancellation);
        Assert.Equal(1, source.Reads);
        source.Version = "2";
        await cached.ReadAsync(Cancellation);
        Assert.Equal(2, source.Reads);
    }

    [Fact]
    public async Task The_age_of_a_copy_that_serves_for_a_failing_source_is_told()
    {
        var time = new ManualClock();
        var source = new CountingSheet { Version = null };
        using var cached = new CachedSheet(source, time, TimeSpan.FromHours(1));
        await cached.ReadAsync(Cancellation);
        source.Fails = true;
        time.Advance(TimeSpan.FromMinutes(125));
        var copy = await cached.ReadAsync(Cancellation);
        Assert.Equal("Working with a copy of counted that is 2 h 5 min old: It is away.", copy.Warning);
        Assert.Equal("Title", copy.Table.Header[0]);
    }

    private sealed class CountingSheet : ISheet
    {
        public string Name => "counted";

        public IReadOnlyList<string> Scopes => [];

        public string? Version { get; set; }

        public bool Fails { get; set; }

        public int Reads { get; private set; }

        public Task<string?> VersionAsync(CancellationToken cancellation) => Task.FromResult(Version);

        public Task<SheetTable> ReadAsync(CancellationToken cancellation)
        {
            Reads++;
            return Fails
                ? throw Engine.FaultException.NeedsPerson("It is away.")
                : Task.FromResult(new SheetTable(Name, ["Title"], []));
        }

        public Task<CellFill> FillAsync(CellAddress address, string value, CancellationToken cancellation)
            => Task.FromResult(new CellFill(CellFillResult.NoRow, [], ""));
    }
}
