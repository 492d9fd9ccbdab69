using Reelway.Contracts;
using Reelway.Storage.Sqlite;

namespace Reelway.Storage.Tests;

public sealed class RowReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private enum Colour
    {
        Red,
        Green,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_fill_what_is_named_like_them_with_what_is_asked_for()
    {
        var row = await FindAsync<Thing>("SELECT 7 AS id, 'x' AS short_name, 1 AS colour, 0 AS is_old, 1000 AS made_ms, NULL AS sold_ms, 3 AS size, x'01' AS picture, 0.5 AS weight");

        Assert.Equal(new ThingId(7), row!.Id);
        Assert.Equal(("x", Colour.Green, false, 3), (row.ShortName, row.Colour, row.IsOld, row.Size));
        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1000), null), (row.MadeAt, row.SoldMs));
        Assert.Equal(((byte)1, 0.5), (row.Picture[0], row.Weight));
        Assert.Null(row.Unnamed);
    }

    [Fact]
    public async Task A_tuple_is_filled_by_the_order_of_columns_and_a_missing_row_is_null()
    {
        Assert.Equal((new ThingId(7), "x", null), await FindAsync<(ThingId, string, long?)?>("SELECT 7, 'x', NULL"));
        Assert.Null(await FindAsync<(ThingId, string)?>("SELECT 7, 'x' WHERE 1 = 0"));
        Assert.Equal(Colour.Green, await FindAsync<Colour?>("SELECT 1"));
        Assert.Null(await FindAsync<Colour?>("SELECT NULL"));
    }

    [Fact]
    public async Task A_column_that_has_no_place_is_reported()
    {
        var mistake = await Assert.ThrowsAsync<InvalidOperationException>(() => FindAsync<Thing>("SELECT 7 AS id, 'x' AS shortest_name"));

        Assert.Equal("Thing has no place for the column shortest_name.", mistake.Message);
    }

    [Fact]
    public async Task Ids_and_times_are_stored_as_the_numbers_that_they_are_read_from()
    {
        await using var database = SqliteDatabase.Open(_folder["ids.db"]);
        var made = DateTimeOffset.FromUnixTimeMilliseconds(5000);

        var found = await database.ReadAsync(
            session => session.QueryAsync<(ThingId, DateTimeOffset)>(
                "SELECT @id, @made WHERE @id IN @ids", new { id = new ThingId(9), made, ids = new[] { new ThingId(8), new ThingId(9) } }),
            Cancellation);

        Assert.Equal([(new ThingId(9), made)], found);
        Assert.True(TypedId.TryParse<ThingId>(TypedId.Format(new ThingId(9)).ToUpperInvariant(), out var parsed));
        Assert.Equal(new ThingId(9), parsed);
        Assert.False(TypedId.TryParse<ThingId>("run_0000000000009", out _));
    }

    private async Task<T?> FindAsync<T>(string sql)
    {
        await using var database = SqliteDatabase.Open(_folder["rows.db"]);
        return await database.ReadAsync(session => session.FindAsync<T>(sql), Cancellation);
    }

    private readonly record struct ThingId(long Value) : ITypedId<ThingId>
    {
        public static string Prefix => "thing_";

        public static ThingId Of(long value) => new(value);
    }

    private sealed record Thing(ThingId Id, string ShortName, Colour Colour, bool IsOld, DateTimeOffset MadeAt, long? SoldMs, byte[] Picture, string? Unnamed)
    {
        public int Size { get; init; }

        public double Weight { get; init; }
    }
}
