using System.Text.Json;

namespace Reelway.Talks;

/// <summary>Pictures of a talk's clip, in the library beside it.</summary>
/// <param name="Poster">Null when none could be made; the run's log says why.</param>
/// <param name="Strip">Null when none could be made; the run's log says why.</param>
internal sealed record TalkPictures(TalkPoster? Poster, TalkStrip? Strip)
{
    /// <summary>Kinds of pictures, as their addresses name them.</summary>
    public const string PosterKind = "poster";

    /// <inheritdoc cref="PosterKind"/>
    public const string StripKind = "strip";

    /// <summary>What both are.</summary>
    public const string ContentType = "image/jpeg";

    /// <summary>As it is stored with the talk.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TalksJson.Default.TalkPictures);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static TalkPictures? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, TalksJson.Default.TalkPictures);

    /// <summary>Where a picture can be fetched.</summary>
    public static string Address(TalkId talk, string kind) => $"/api/v1/talks/{talk}/{kind}";
}

/// <summary>The picture that stands for a clip before it is played.</summary>
/// <param name="File">Its URI.</param>
/// <param name="AtMs">The moment that it shows, from the beginning of the clip.</param>
internal sealed record TalkPoster(string File, int Width, int Height, long AtMs);

/// <summary>Small frames of a clip, side by side in one picture.</summary>
/// <param name="File">Its URI.</param>
/// <param name="FrameWidth">Width of each frame in pixels.</param>
/// <param name="FrameHeight">Height of each, and of the picture.</param>
/// <param name="TimesMs">When each frame is shown, from the beginning of the clip.</param>
internal sealed record TalkStrip(string File, int FrameWidth, int FrameHeight, IReadOnlyList<long> TimesMs);
