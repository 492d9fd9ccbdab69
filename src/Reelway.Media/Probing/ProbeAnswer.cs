using System.Globalization;
using System.Text.Json;

namespace Reelway.Media;

/// <summary>Reads ffprobe's JSON. Absent and unreadable fields are "unknown"; what a cut cannot do without is a fault.</summary>
internal static class ProbeAnswer
{
    public static MediaInfo Read(JsonElement answer, string source, long bytes)
    {
        var name = Path.GetFileName(source);
        var streams = Items(answer, "streams").ToList();
        if (Items(answer, "packets").Any(IsEncrypted) || streams.Any(stream => Text(stream, "codec_tag_string") is "encv" or "enca" or "drmi" or "drms"))
        {
            throw ToolFaults.Unusable($"{name} is encrypted: give a copy without copy protection.");
        }

        var video = streams.Where(stream => Text(stream, "codec_type") == "video" && !Is(stream, "attached_pic")).Select(ReadVideo).OfType<VideoTrack>()
            .Select((track, place) => track with { Number = place + 1 }).ToList();
        if (video.Count == 0)
        {
            throw ToolFaults.Unusable($"{name} has no moving picture that can be read: give the recording with its picture.");
        }

        var format = answer.TryGetProperty("format", out var found) ? found : default;
        return new MediaInfo
        {
            Path = source,
            Bytes = bytes,
            Container = Text(format, "format_name") ?? "",
            Duration = Seconds(format, "duration") ?? video[0].Duration
                ?? throw ToolFaults.Unusable($"{name} does not say how long it is, as after a recording that was cut off: copy it through a repair first (ffmpeg -i IN -c copy OUT)."),
            StartTime = Seconds(format, "start_time") ?? TimeSpan.Zero,
            Video = video,
            Audio = [.. streams.Where(stream => Text(stream, "codec_type") == "audio").Select(ReadAudio).OfType<AudioTrack>().Select((track, place) => track with { Number = place + 1 })],
            Programs = ReadPrograms(answer),
        };
    }

    private static VideoTrack? ReadVideo(JsonElement stream)
        => Text(stream, "codec_name") is { } codec && Number(stream, "width") is > 0 and var width && Number(stream, "height") is > 0 and var height
            ? new VideoTrack
            {
                Index = (int)(Number(stream, "index") ?? 0),
                IsDefault = Is(stream, "default"),
                IsStill = Is(stream, "still_image") || Is(stream, "timed_thumbnails") || Number(stream, "nb_frames") == 1,
                Codec = codec,
                Profile = Text(stream, "profile"),
                Width = (int)width,
                Height = (int)height,
                NominalRate = Rational.Parse(Text(stream, "r_frame_rate")),
                PixelAspect = Rational.Parse(Text(stream, "sample_aspect_ratio")?.Replace(':', '/')),
                FrameRate = Rational.Parse(Text(stream, "avg_frame_rate")) is { IsKnown: true } average ? average : Rational.Parse(Text(stream, "r_frame_rate")),
                TimeBase = Rational.Parse(Text(stream, "time_base")),
                PixelFormat = Text(stream, "pix_fmt"),
                Rotation = Items(stream, "side_data_list").Select(side => (int)(Number(side, "rotation") ?? 0)).FirstOrDefault(degrees => degrees != 0),
                FieldOrder = Text(stream, "field_order"),
                Colours = new ColourTags(Known(stream, "color_range"), Known(stream, "color_space"), Known(stream, "color_transfer"), Known(stream, "color_primaries")),
                ReorderDepth = (int)(Number(stream, "has_b_frames") ?? 0),
                StartTime = Seconds(stream, "start_time"),
                Duration = Seconds(stream, "duration"),
                Frames = Number(stream, "nb_frames"),
            }
            : null;

    private static AudioTrack? ReadAudio(JsonElement stream)
        => Text(stream, "codec_name") is { } codec && Number(stream, "sample_rate") is > 0 and var rate && Number(stream, "channels") is > 0 and var channels
            ? new AudioTrack
            {
                Index = (int)(Number(stream, "index") ?? 0),
                IsDefault = Is(stream, "default"),
                IsAside = Is(stream, "comment") || Is(stream, "visual_impaired") || Is(stream, "hearing_impaired") || Is(stream, "descriptions"),
                Codec = codec,
                Profile = Text(stream, "profile"),
                SampleRate = (int)rate,
                Channels = (int)channels,
                TimeBase = Rational.Parse(Text(stream, "time_base")),
                StartTime = Seconds(stream, "start_time"),
                Duration = Seconds(stream, "duration"),
                BitRate = Number(stream, "bit_rate"),
                Language = stream.TryGetProperty("tags", out var tags) && Text(tags, "language") is { } language and not "und" ? language : null,
            }
            : null;

    private static List<IReadOnlyList<int>> ReadPrograms(JsonElement answer)
    {
        List<IReadOnlyList<int>> programs =
            [.. Items(answer, "programs").Select(program => (IReadOnlyList<int>)[.. Items(program, "streams").Select(stream => (int)(Number(stream, "index") ?? -1))])];
        return programs.Count > 1 ? programs : [];
    }

    /// <summary>What the file marks the stream as.</summary>
    private static bool Is(JsonElement stream, string mark)
        => stream.TryGetProperty("disposition", out var disposition) && Number(disposition, mark) == 1;

    private static bool IsEncrypted(JsonElement packet)
        => Items(packet, "side_data_list").Any(side => Text(side, "side_data_type") == "Encryption info");

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name)
        => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string? Text(JsonElement owner, string name)
        => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static string? Known(JsonElement owner, string name) => Text(owner, name) is { } text and not ("unknown" or "reserved") ? text : null;

    /// <summary>ffprobe writes some numbers as text and some as numbers.</summary>
    private static long? Number(JsonElement owner, string name)
        => decimal.TryParse(Text(owner, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= long.MaxValue
            ? (long)number
            : null;

    private static TimeSpan? Seconds(JsonElement owner, string name)
        => decimal.TryParse(Text(owner, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1_000_000_000
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
}
