using System.Globalization;
using System.Text.Json;

namespace Reelway.Media;

/// <summary>Reads ffprobe's JSON about the packets of one or two windows.</summary>
/// <remarks>The windows come one after the other without a mark between them; the second may begin before the end of the first, at a keyframe.</remarks>
internal sealed class WindowAnswer
{
    private const long Unknown = long.MinValue;

    private readonly Dictionary<int, List<PacketTime>> _sound = [];
    private readonly List<PacketTime> _start = [];
    private readonly List<PacketTime> _end = [];

    private WindowAnswer()
    {
    }

    /// <returns>Null when a packet of the picture has no timestamp: then the windows tell nothing.</returns>
    /// <param name="startLimit">Ticks of the picture at which the first window ends; null when there is only one.</param>
    public static SourceWindows? Read(JsonElement answer, int video, long? startLimit, AvcConfiguration? parameterSets, IReadOnlySet<long> idrPictures)
    {
        var windows = new WindowAnswer();
        foreach (var packet in Items(answer, "packets"))
        {
            if (!windows.Take(packet, video, startLimit))
            {
                return null;
            }
        }

        FillUnknown(windows._start);
        FillUnknown(windows._end);
        return new SourceWindows
        {
            Start = windows._start,
            End = startLimit is null ? windows._start : windows._end,
            Sound = windows._sound.ToDictionary(track => track.Key, track => (IReadOnlyList<PacketTime>)[.. track.Value.DistinctBy(packet => packet.Pts).OrderBy(packet => packet.Pts)]),
            ParameterSets = parameterSets,
            IdrPictures = idrPictures,
        };
    }

    private bool Take(JsonElement packet, int video, long? startLimit)
    {
        if (!packet.TryGetProperty("stream_index", out var index))
        {
            return true;
        }

        var flags = packet.TryGetProperty("flags", out var text) ? text.GetString() ?? "" : "";
        var pts = Number(packet, "pts");
        var dts = Number(packet, "dts");
        var stream = index.GetInt32();
        if (pts is null)
        {
            return stream != video;
        }

        var time = new PacketTime(pts.Value, dts ?? Unknown, Number(packet, "duration") ?? 0, flags.Contains('K', StringComparison.Ordinal), Number(packet, "pos") ?? -1, (int)(Number(packet, "size") ?? 0));
        if (stream != video)
        {
            if (!_sound.TryGetValue(stream, out var track))
            {
                _sound[stream] = track = [];
            }

            track.Add(time);
        }
        else if (!flags.Contains('D', StringComparison.Ordinal))
        {
            // D: before the edit list's beginning, decoded but never shown.
            var window = _end.Count > 0 || (startLimit is { } limit && _start.Count > 0 && BeginsAnew(time, limit)) ? _end : _start;
            if (dts is null && window.Count > 0 && window[^1].Dts != Unknown)
            {
                return false;
            }

            window.Add(time);
        }

        return true;
    }

    private bool BeginsAnew(PacketTime time, long limit)
        => time.Pts >= limit || (_start[^1].Dts != Unknown && time.Dts <= _start[^1].Dts);

    /// <summary>Where a container keeps no decoding times, they are unknown for the first packets after a seek: any that rise will do there.</summary>
    private static void FillUnknown(List<PacketTime> packets)
    {
        for (var i = packets.Count - 1; i >= 0; i--)
        {
            if (packets[i].Dts == Unknown)
            {
                packets[i] = packets[i] with { Dts = i + 1 < packets.Count ? packets[i + 1].Dts - 1 : packets[i].Pts };
            }
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name)
        => owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static long? Number(JsonElement owner, string name)
        => owner.TryGetProperty(name, out var value) && long.TryParse(value.GetRawText().Trim('"'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
