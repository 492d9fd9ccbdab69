using System.Globalization;

namespace Reelway.Media;

/// <summary>Tells the layers of MPEG sound apart where ffprobe does not: MP4 and QuickTime say no more than "MPEG sound", which it calls mp3.</summary>
internal sealed class MpegLayers(ProcessRunner runner, MediaOptions options)
{
    private const string Layer3 = "mp3";

    /// <summary>The file with its sound tracks called what their first packets say.</summary>
    public async Task<MediaInfo> NameAsync(MediaInfo info, CancellationToken cancellation)
    {
        if (!info.Container.Contains("mp4", StringComparison.Ordinal) || info.Audio.All(track => track.Codec != Layer3))
        {
            return info;
        }

        var tracks = new List<AudioTrack>();
        foreach (var track in info.Audio)
        {
            tracks.Add(track.Codec == Layer3 ? track with { Codec = await CodecOfAsync(info, track, cancellation) } : track);
        }

        return info with { Audio = tracks };
    }

    /// <summary>The codec that a packet's first bytes name (ISO 11172-3, 2.4.1.3: twelve bits of ones, the version, two bits of the layer).</summary>
    internal static string CodecOf(ReadOnlySpan<byte> packet)
        => packet is [0xFF, >= 0xE0, ..]
            ? ((packet[1] >> 1) & 3) switch
            {
                2 => "mp2",
                3 => "mp1",
                _ => Layer3,
            }
            : Layer3;

    private async Task<string> CodecOfAsync(MediaInfo info, AudioTrack track, CancellationToken cancellation)
    {
        string[] asked = ["-select_streams", $"{track.Index}", "-show_entries", "packet=pos", "-read_intervals", "%+#1", "-of", "csv=p=0"];
        var result = await runner.RunAsync(options.Probe(info.Path, asked), cancellation);
        var place = result.Output.Split(['\n', ','], 2)[0].Trim();
        if (result.ExitCode != 0 || !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return Layer3;
        }

        var first = new byte[2];
        await using var file = NamedFile.Open(info.Path);
        file.Position = position;
        return await file.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellation) == first.Length ? CodecOf(first) : Layer3;
    }
}
