using Reelway.Contracts;
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

    [Fact]
    public async Task The_last_good_copy_serves_after_a_restart_while_the_source_is_away()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualClock();
        var source = new CountingSheet { Version = "1" };
        using (var before = new CachedSheet(source, time, TimeSpan.FromHours(1), Copies(folder, time).Of("talks.sheet", "google:Programme", null)))
        {
            await before.ReadAsync(Cancellation);
        }

        source.Fails = true;
        time.Advance(TimeSpan.FromMinutes(125));
        using var after = new CachedSheet(source, time, TimeSpan.FromHours(1), Copies(folder, time).Of("talks.sheet", "google:Programme", null));
        var copy = await after.ReadAsync(Cancellation);
        Assert.Equal("Working with a copy of counted that is 2 h 5 min old: It is away.", copy.Warning);
        Assert.Equal(["Title"], copy.Table.Header);
        Assert.Equal((3, "Owls: why?\n🦉"), (Assert.Single(copy.Table.Rows).Number, copy.Table.Rows[0][0]));
        await Assert.ThrowsAsync<Engine.FaultException>(() => after.ReadFreshAsync(Cancellation));

        source.Fails = false;
        Assert.Null((await after.ReadAsync(Cancellation)).Warning);
    }

    [Fact]
    public async Task A_copy_is_its_owner_s_alone_and_serves_for_no_other_sheet()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualClock();
        var source = new CountingSheet { Version = null };
        var file = Path.Combine(folder.FullPath, "sheets", "talks.sheet.json");
        var copies = Copies(folder, time);
        using (var first = new CachedSheet(source, time, TimeSpan.Zero, copies.Of("talks.sheet", "google:Programme", "Day 1")))
        {
            await first.ReadAsync(Cancellation);
            await first.ReadAsync(Cancellation);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        await File.WriteAllTextAsync(file + ".4711.new", "half", Cancellation);
        Assert.NotNull(copies.Of("talks.sheet", "google:Programme", "Day 1")!.Read());
        Assert.Equal([file], Directory.GetFiles(folder.FullPath, "*", SearchOption.AllDirectories));
        Assert.Null(copies.Of("talks.sheet", "google:Programme", null)!.Read());
        Assert.Null(copies.Of("talks.speakers", "google:Programme", "Day 1")!.Read());
        Assert.Null(copies.Of("talks.sheet", null, null));
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"Named":"google:Programme"}""")]
    [InlineData("""{"Named":"google:Programme","ReadMs":9223372036854775807,"Name":"x","Header":[],"Rows":[]}""")]
    [InlineData("""{"Named":"google:Programme","ReadMs":0,"Name":"x","Header":[],"Rows":[null]}""")]
    public async Task A_damaged_copy_is_as_good_as_none(string text)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["sheets"]);
        await File.WriteAllTextAsync(folder["sheets/talks.sheet.json"], text, Cancellation);
        var source = new CountingSheet { Version = null, Fails = true };
        using var cached = new CachedSheet(source, new ManualClock(), TimeSpan.Zero, Copies(folder, new ManualClock()).Of("talks.sheet", "google:Programme", null));
        var fault = await Assert.ThrowsAsync<Engine.FaultException>(() => cached.ReadAsync(Cancellation));
        Assert.Equal("It is away.", fault.Message);

        source.Fails = false;
        Assert.Null((await cached.ReadAsync(Cancellation)).Warning);
    }

    private static SheetCopies Copies(TemporaryFolder folder, TimeProvider time)
        => new(folder.FullPath, time, Microsoft.Extensions.Logging.Abstractions.NullLogger<SheetCopyFile>.Instance);

    private sealed class CountingSheet : ISheet
    {
        public string Name => "counted";

        public string? Connection => null;

        public string? Version { get; set; }

        public bool Fails { get; set; }

        public int Reads { get; private set; }

        public Task<string?> VersionAsync(CancellationToken cancellation) => Task.FromResult(Version);

        public Task<SheetTable> ReadAsync(CancellationToken cancellation)
        {
            Reads++;
            return Fails
                ? throw new Engine.FaultException(new Engine.Fault(Engine.FaultKind.NeedsPerson, "It is away."))
                : Task.FromResult(new SheetTable(Name, ["Title"], [new SheetRow(3, ["Owls: why?\n🦉"])]));
        }

        public Task<CellFill> FillAsync(CellAddress address, string value, CancellationToken cancellation)
            => Task.FromResult(new CellFill(CellFillResult.NoRow, [], ""));
    }
}
