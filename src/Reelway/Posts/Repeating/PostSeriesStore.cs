using System.Diagnostics.CodeAnalysis;
using Reelway.Storage;

namespace Reelway.Posts.Repeating;

/// <summary>The series of posts.</summary>
internal sealed class PostSeriesStore(IDatabase database)
{
    private const string Columns = "id, reference, words, rule, first_local, zone, asked_ms, made_ms, is_on, updated_ms";

    /// <summary>Keeps a series, or what is asked for now in place of what was asked for before.</summary>
    /// <returns>False when a later ask has been kept.</returns>
    public Task<bool> KeepAsync(SeriesRow series, long ms, CancellationToken cancellation) => database.WriteAsync(
        async session => await session.ExecuteAsync(
            """
            INSERT INTO post_series(id, reference, words, rule, first_local, zone, asked_ms, made_ms, is_on, updated_ms)
            VALUES(@Id, @Reference, @Words, @Rule, @FirstLocal, @Zone, @AskedMs, 0, 1, @ms)
            ON CONFLICT(reference) DO UPDATE SET words = excluded.words, rule = excluded.rule, first_local = excluded.first_local, zone = excluded.zone,
              asked_ms = excluded.asked_ms, made_ms = 0, is_on = 1, updated_ms = excluded.updated_ms
            WHERE post_series.asked_ms <= excluded.asked_ms
            """,
            new { series.Id, series.Reference, series.Words, series.Rule, series.FirstLocal, series.Zone, series.AskedMs, ms }) > 0,
        cancellation);

    /// <summary>The series of that reference; null when there is none.</summary>
    public Task<SeriesRow?> FindAsync(string reference, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<SeriesRow>($"SELECT {Columns} FROM post_series WHERE reference = @reference", new { reference }), cancellation);

    /// <summary>The series of that id; null when there is none.</summary>
    public Task<SeriesRow?> FindAsync(SeriesId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<SeriesRow>($"SELECT {Columns} FROM post_series WHERE id = @id", new { id }), cancellation);

    /// <summary>Series, newest first, from before the given one.</summary>
    public Task<IReadOnlyList<SeriesRow>> ListAsync(long before, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<SeriesRow>($"SELECT {Columns} FROM post_series WHERE id < @before ORDER BY id DESC LIMIT @limit", new { before, limit }), cancellation);

    /// <summary>Series whose posts have been made until before a time.</summary>
    public Task<IReadOnlyList<SeriesRow>> DueAsync(long untilMs, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<SeriesRow>($"SELECT {Columns} FROM post_series WHERE is_on = 1 AND made_ms < @untilMs ORDER BY made_ms LIMIT 1000", new { untilMs }), cancellation);

    /// <summary>Notes until when posts have been made.</summary>
    public Task NoteMadeAsync(SeriesId id, long ms, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("UPDATE post_series SET made_ms = @ms WHERE id = @id", new { id, ms }), cancellation);

    /// <summary>Ends a series.</summary>
    public Task EndAsync(SeriesId id, long ms, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("UPDATE post_series SET is_on = 0, updated_ms = @ms WHERE id = @id", new { id, ms }), cancellation);
}

/// <summary>A series' id, shown as <c>series_</c> and 13 Crockford digits.</summary>
internal readonly record struct SeriesId(long Value) : ITypedId<SeriesId>
{
    static string ITypedId<SeriesId>.Prefix => "series_";

    static SeriesId ITypedId<SeriesId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);

    /// <summary>Reads the shown form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SeriesId id) => TypedId.TryParse(text, out id);
}

/// <summary>A series as stored.</summary>
internal sealed record SeriesRow
{
    public SeriesId Id { get; init; }

    public string Reference { get; init; } = "";

    /// <summary>What each of its posts asks for, JSON.</summary>
    public string Words { get; init; } = "";

    /// <summary>When, RFC 5545.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Its first time on the clock of its zone.</summary>
    public string FirstLocal { get; init; } = "";

    public string Zone { get; init; } = "";

    public long AskedMs { get; init; }

    public long MadeMs { get; init; }

    public bool IsOn { get; init; }

    public long UpdatedMs { get; init; }
}
