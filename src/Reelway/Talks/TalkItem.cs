using Reelway.Engine;

namespace Reelway.Talks;

/// <summary>A talk as the API and <c>--json</c> show it.</summary>
/// <param name="Id">Such as talk_06agn9k2w4008.</param>
/// <param name="State">claimed, uploading, published or adopted.</param>
/// <param name="Run">The run that holds it; null when it was adopted.</param>
/// <param name="Recording">Where its recording was.</param>
/// <param name="File">Where the edited video is kept.</param>
/// <param name="Sha256">Of the edited video, lower-case hexadecimal.</param>
/// <param name="Poster">The picture that stands for it; null while there is none.</param>
/// <param name="Strip">Small frames of it; null while there are none.</param>
/// <param name="Link">Where it can be watched.</param>
/// <param name="PublishedAt">When everybody had been told.</param>
/// <param name="ReleasedAt">When it was let go for another recording; null while it counts.</param>
internal sealed record TalkItem(
    string Id, string Title, string State, string? Run, string Stage, string? Recording, string? File, long? Bytes, string? Sha256, long? DurationMs,
    PosterItem? Poster, StripItem? Strip, string? PageId, string? VideoId, string? Link,
    DateTime ClaimedAt, DateTime UpdatedAt, DateTime? PublishedAt, DateTime? ReleasedAt)
{
    private const string SampleFile = "file:///library/talks/talk_06agn9k2w4008/Owls_%20why_";

    private static readonly DateTime Now = new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc);

    /// <summary>A talk as the API's description shows it.</summary>
    public static TalkItem Sample { get; } = new(
        "talk_06agn9k2w4008", "Owls: why?", "published", "run_06agn9k2w3zzg", "Barn", "file:///recordings/Owls_%20why_.mp4", SampleFile + ".mp4", 73_400_320,
        "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", DurationMs: 1_510_000,
        new(SampleFile + ".jpg", "/api/v1/talks/talk_06agn9k2w4008/poster", 1280, 720, AtMs: 42_400),
        new(SampleFile + ".strip.jpg", "/api/v1/talks/talk_06agn9k2w4008/strip", FrameWidth: 160, FrameHeight: 90, [251_666, 755_000, 1_258_333]),
        "175000000000101", "200000000000001", "https://www.facebook.com/harbourstage/videos/200000000000001/", Now.AddMinutes(-5), Now, Now, ReleasedAt: null);

    public static TalkItem From(TalkRow row)
    {
        var pictures = TalkPictures.Read(row.Pictures);
        return new(
            new TalkId(row.Id).ToString(), row.Title, row.State, row.RunId is { } run ? new RunId(run).ToString() : null, row.Stage, row.Recording, row.File,
            row.Bytes, row.Sha256, row.DurationMs,
            pictures?.Poster is { } poster ? PosterItem.From(row, poster) : null, pictures?.Strip is { } strip ? StripItem.From(row, strip) : null,
            row.PageId, row.VideoId, row.Link, Time(row.ClaimedMs), Time(row.UpdatedMs),
            row.PublishedMs is { } published ? Time(published) : null, row.ReleasedMs is { } released ? Time(released) : null);
    }

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
