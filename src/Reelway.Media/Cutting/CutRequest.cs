namespace Reelway.Media;

/// <summary>What to keep of a recording.</summary>
public sealed record CutRequest
{
    /// <summary>The recording.</summary>
    public required string Source { get; init; }

    /// <summary>What <see cref="VideoCutter.OpenAsync"/> found of it, while the scratch folder of that call is there; null: it is opened now.</summary>
    public MediaInfo? Opened { get; init; }

    /// <summary>The MP4 to make. Replaced when it is there; its folder must exist.</summary>
    public required string Output { get; init; }

    /// <summary>First moment to keep, from the beginning of the recording. Default 0.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>First moment not to keep any more; null keeps the rest.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>Length of the fade of picture and sound at each end; null: <see cref="MediaOptions.Fade"/>; zero: hard cuts.</summary>
    public TimeSpan? Fade { get; init; }

    /// <summary>How the picture is made; null: <see cref="MediaOptions.Render"/>.</summary>
    public MediaRender? Render { get; init; }

    /// <summary>How the sound is made; null: <see cref="MediaOptions.Audio"/>.</summary>
    public MediaAudio? Audio { get; init; }

    /// <summary>Number of the picture to take, from 1 in the file's order; null: <see cref="MediaOptions.PictureTrack"/>.</summary>
    public int? PictureTrack { get; init; }

    /// <summary>Number of the sound that comes first, from 1 in the file's order; null: <see cref="MediaOptions.SoundTrack"/>.</summary>
    public int? SoundTrack { get; init; }

    /// <summary>Captions of the recording, which go into the clip as a track of their own; null: none.</summary>
    public CaptionFile? Captions { get; init; }

    /// <summary>Language of the captions, ISO 639-2; null: <see cref="MediaOptions.CaptionsLanguage"/>.</summary>
    public string? CaptionsLanguage { get; init; }

    /// <summary>A clip to show before; empty: none; null: <see cref="MediaOptions.Intro"/>.</summary>
    public string? Intro { get; init; }

    /// <summary>A clip to show after; empty: none; null: <see cref="MediaOptions.Outro"/>.</summary>
    public string? Outro { get; init; }

    /// <summary>What is done about loudness; null: <see cref="MediaOptions.Loudness"/>.</summary>
    public MediaLoudness? Loudness { get; init; }
}
