namespace Reelway.Media;

/// <summary>Which recording or clip needs a poster.</summary>
public sealed record PosterRequest
{
    /// <summary>The recording or clip.</summary>
    public required string Source { get; init; }

    /// <summary>The JPEG to make. Replaced when it is there; its folder must exist.</summary>
    public required string Output { get; init; }

    /// <summary>Number of the picture to take, from 1 in the file's order; null: <see cref="MediaOptions.PictureTrack"/>.</summary>
    public int? PictureTrack { get; init; }

    /// <summary>Where the part begins that the poster stands for. Default 0.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>Where that part ends; null: at the end of the file.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>How long it fades in, which no poster is taken from; null: <see cref="MediaOptions.Fade"/>.</summary>
    public TimeSpan? Fade { get; init; }
}
