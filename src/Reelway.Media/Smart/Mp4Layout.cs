using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>The parts of an MP4 file that a join depends on.</summary>
internal sealed record Mp4Layout
{
    /// <summary>An avcC of two parameter sets has about 100 bytes.</summary>
    private const int LongestConfiguration = 64 * 1024;

    /// <summary>Plain fields before the entries of <c>stsd</c>, and before the boxes of a picture's entry.</summary>
    private const int SampleDescriptionFields = 8;
    public const int VisualEntryFields = 78;

    /// <summary>True when the index stands before the content, so that a player on the web can begin at once.</summary>
    public required bool IndexIsFirst { get; init; }

    /// <summary>Number of sample entries of the picture track: more than one means that its kind changes on the way.</summary>
    public required int VideoEntries { get; init; }

    /// <summary>Number of frames of the picture track.</summary>
    public required long Frames { get; init; }

    /// <summary>Parameter sets of the picture track; null when it is not H.264 of the usual kind.</summary>
    public required AvcConfiguration? Video { get; init; }

    /// <summary>The boxes that contain the parameter sets, from <c>moov</c> to <c>avcC</c>.</summary>
    public required IReadOnlyList<Mp4Box> PathToConfiguration { get; init; }

    /// <summary>True when an MP4 keeps its packets in fragments, each with an index of its own: then none lists them all.</summary>
    public static bool IsFragmented(MediaInfo info)
    {
        if (!info.Container.Contains("mp4", StringComparison.Ordinal))
        {
            return false;
        }

        using var file = NamedFile.Open(info.Path);
        return Mp4Box.ReadAll(file).FirstOrDefault(box => box.Type == "moov") is { Type: not null } index && index.Child(file, "mvex") is not null;
    }

    /// <param name="stream">Number of the picture track among all tracks; null: the first picture track.</param>
    /// <returns>Null when there is no index with such a track.</returns>
    public static Mp4Layout? Read(Stream file, int? stream = null)
    {
        var boxes = Mp4Box.ReadAll(file);
        var index = boxes.FirstOrDefault(box => box.Type == "moov");
        if (index.Type is null || Descend(file, index, stream) is not { } path)
        {
            return null;
        }

        var samples = path[^2];
        var entries = path[^1].Children(file, SampleDescriptionFields);
        var entry = entries.Count > 0 ? entries[0] : default;
        if (entry.Type is "avc1" or "avc3" && entry.Child(file, "avcC", VisualEntryFields) is { } configuration)
        {
            path = [.. path, entry, configuration];
        }

        return new Mp4Layout
        {
            IndexIsFirst = boxes.TakeWhile(box => box.Type != "mdat").Any(box => box.Type == "moov"),
            VideoEntries = entries.Count,
            Frames = ReadCount(file, samples),
            Video = path[^1].Type == "avcC" ? AvcConfiguration.Read(path[^1].Content(file, LongestConfiguration)) : null,
            PathToConfiguration = path,
        };
    }

    /// <summary>From the index to the sample descriptions of the track, or of the first one that shows pictures.</summary>
    private static List<Mp4Box>? Descend(Stream file, Mp4Box index, int? stream)
    {
        var tracks = index.Children(file).Where(box => box.Type == "trak");
        foreach (var track in stream is { } number ? tracks.Skip(number).Take(1) : tracks)
        {
            if (track.Child(file, "mdia") is { } media
                && media.Child(file, "hdlr")?.Content(file, 12) is [_, _, _, _, _, _, _, _, (byte)'v', (byte)'i', (byte)'d', (byte)'e']
                && media.Child(file, "minf") is { } information
                && information.Child(file, "stbl") is { } samples
                && samples.Child(file, "stsd") is { } descriptions)
            {
                return [index, track, media, information, samples, descriptions];
            }
        }

        return null;
    }

    /// <summary>From <c>stsz</c>: 4 bytes of version and flags, 4 of a size that all samples may share, and their number.</summary>
    private static long ReadCount(Stream file, Mp4Box samples)
        => samples.Child(file, "stsz")?.Content(file, 12) is { Length: 12 } sizes ? BinaryPrimitives.ReadUInt32BigEndian(sizes.AsSpan(8)) : 0;
}
