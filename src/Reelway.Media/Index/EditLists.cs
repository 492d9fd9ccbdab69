namespace Reelway.Media;

/// <summary>Looks whether an MP4 shows several parts of a track one after the other, as after something was cut out of it without writing it again.</summary>
internal static class EditLists
{
    /// <summary>Notes it, and the length that is really shown: that of the file itself is the length of what lies in it.</summary>
    public static MediaInfo NotedIn(MediaInfo info)
    {
        if (!info.Container.Contains("mp4", StringComparison.Ordinal))
        {
            return info;
        }

        using var file = NamedFile.Open(info.Path);
        var tables = SampleTable.ReadAll(file);
        var used = info.Audio.Select(track => track.Index).Prepend(info.Video[0].Index);
        if (!used.Any(track => tables.ElementAtOrDefault(track) is { Count: > 0, Shift: null }))
        {
            return info;
        }

        // Each track's own length counts from the file's zero, as far as its list shows something.
        var shown = info.Audio.Select(track => track.Duration).Prepend(info.Video[0].Duration).OfType<TimeSpan>().DefaultIfEmpty(info.Duration + info.StartTime).Max() - info.StartTime;
        return info with { HasSeveralParts = true, Duration = shown > TimeSpan.Zero && shown < info.Duration ? shown : info.Duration };
    }
}
