namespace Reelway.Media;

/// <summary>Chooses one picture of a file that has several.</summary>
internal static class PicturePick
{
    /// <summary>Chooses.</summary>
    /// <param name="info">All that the file has.</param>
    /// <param name="wished">Number of the picture asked for, from 1; null: the one that players show.</param>
    /// <param name="sound">Number of the sound asked for, which is kept although another programme of the file may have it.</param>
    /// <returns>The file with that picture alone, and with the sounds that belong to it.</returns>
    /// <exception cref="MediaException">There is no such picture.</exception>
    public static MediaInfo Of(MediaInfo info, int? wished, int? sound = null)
    {
        var picture = wished is { } number
            ? info.Video.FirstOrDefault(track => track.Number == number) ?? throw new MediaException(MediaFaultKind.BadSetting, NotThere(info, number))
            : Shown(info.Video);
        var others = info.Programs.Where(program => program.Contains(picture.Index)).ToList();
        return info with
        {
            Video = [picture],
            Audio = others.Count == 0 ? info.Audio : [.. info.Audio.Where(track => track.Number == sound || others.Exists(program => program.Contains(track.Index)))],
            Choice = new TrackChoice(picture.Number, null) { PictureReason = info.Video.Count == 1 ? null : Reason(info.Video, picture, wished is not null) },
        };
    }

    /// <summary>What players show: what is marked as default, if that tells anything, and moves.</summary>
    private static VideoTrack Shown(IReadOnlyList<VideoTrack> pictures)
        => pictures.OrderBy(track => track.IsStill).ThenByDescending(track => track.IsDefault).ThenBy(track => track.Number).First();

    private static string Reason(IReadOnlyList<VideoTrack> pictures, VideoTrack taken, bool isWished)
    {
        var why = isWished ? "as asked for"
            : taken.IsDefault && pictures.Any(track => !track.IsDefault) ? "marked as default"
            : pictures.Any(track => track.IsStill) && !taken.IsStill ? "the first that moves"
            : "the first, since no other is marked as default";
        return $"picture {taken.Number} of {pictures.Count} ({taken.Words}): {why}";
    }

    private static string NotThere(MediaInfo info, int wished)
        => $"{info.Name} has {(info.Video.Count == 1 ? "1 picture" : $"{info.Video.Count} pictures")}, but media.picture_track or --picture-track asks for picture {wished}: "
            + $"choose among {string.Join(", ", info.Video.Select(track => $"{track.Number} ({track.Words})"))}.";
}
