using Reelway.Engine;

namespace Reelway.Talks;

/// <summary>A talk as the API and <c>--json</c> show it.</summary>
internal sealed record TalkItem
{
    /// <summary>Such as talk_06agn9k2w4008.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>claimed, uploading, published or adopted.</summary>
    public required string State { get; init; }

    /// <summary>The run that holds it; null when it was adopted.</summary>
    public required string? Run { get; init; }

    public required string Stage { get; init; }

    /// <summary>Where its recording was.</summary>
    public required string? Recording { get; init; }

    /// <summary>Where the edited video is kept.</summary>
    public required string? File { get; init; }

    public required long? Bytes { get; init; }

    /// <summary>Of the edited video, lower-case hexadecimal.</summary>
    public required string? Sha256 { get; init; }

    public required long? DurationMs { get; init; }

    /// <summary>The picture that stands for it; null while there is none.</summary>
    public required PosterItem? Poster { get; init; }

    /// <summary>Small frames of it; null while there are none.</summary>
    public required StripItem? Strip { get; init; }

    public required string? PageId { get; init; }

    public required string? VideoId { get; init; }

    /// <summary>Where it can be watched.</summary>
    public required string? Link { get; init; }

    public required DateTime ClaimedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    /// <summary>When everybody had been told.</summary>
    public required DateTime? PublishedAt { get; init; }

    /// <summary>When it was let go for another recording; null while it counts.</summary>
    public required DateTime? ReleasedAt { get; init; }

    public static TalkItem From(TalkRow row) => new()
    {
        Id = new TalkId(row.Id).ToString(),
        Title = row.Title,
        State = row.State,
        Run = row.RunId is { } run ? new RunId(run).ToString() : null,
        Stage = row.Stage,
        Recording = row.Recording,
        File = row.File,
        Bytes = row.Bytes,
        Sha256 = row.Sha256,
        DurationMs = row.DurationMs,
        Poster = TalkPictures.Read(row.Pictures)?.Poster is { } poster ? PosterItem.From(row, poster) : null,
        Strip = TalkPictures.Read(row.Pictures)?.Strip is { } strip ? StripItem.From(row, strip) : null,
        PageId = row.PageId,
        VideoId = row.VideoId,
        Link = row.Link,
        ClaimedAt = Time(row.ClaimedMs),
        UpdatedAt = Time(row.UpdatedMs),
        PublishedAt = row.PublishedMs is { } published ? Time(published) : null,
        ReleasedAt = row.ReleasedMs is { } released ? Time(released) : null,
    };

    private static DateTime Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
}

/// <summary>The picture that stands for a talk.</summary>
/// <param name="File">Where it is kept.</param>
/// <param name="Url">Where it can be fetched from this server.</param>
/// <param name="AtMs">The moment that it shows, from the beginning of the edited video.</param>
internal sealed record PosterItem(string File, string Url, int Width, int Height, long AtMs)
{
    public static PosterItem From(TalkRow row, TalkPoster poster)
        => new(poster.File, TalkPictures.Address(new TalkId(row.Id), TalkPictures.PosterKind), poster.Width, poster.Height, poster.AtMs);
}

/// <summary>Small frames of a talk, side by side in one picture.</summary>
/// <param name="File">Where it is kept.</param>
/// <param name="Url">Where it can be fetched from this server.</param>
/// <param name="FrameWidth">Width of each frame in pixels; they lie from left to right.</param>
/// <param name="TimesMs">When each frame is shown, from the beginning of the edited video.</param>
internal sealed record StripItem(string File, string Url, int FrameWidth, int FrameHeight, IReadOnlyList<long> TimesMs)
{
    public static StripItem From(TalkRow row, TalkStrip strip)
        => new(strip.File, TalkPictures.Address(new TalkId(row.Id), TalkPictures.StripKind), strip.FrameWidth, strip.FrameHeight, strip.TimesMs);
}

/// <summary>A page of talks, newest first.</summary>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record TalkList(IReadOnlyList<TalkItem> Items, string? NextCursor, bool HasMore);
