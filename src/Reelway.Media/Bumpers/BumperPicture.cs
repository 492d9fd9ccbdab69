using System.Globalization;

namespace Reelway.Media;

/// <summary>The filters that fit a bumper's picture to that of the talk: rate, size with bars where the shapes differ, colours, turn.</summary>
internal static class BumperPicture
{
    /// <summary>Matrices that the scaler knows, by the names that files use for them.</summary>
    private static readonly Dictionary<string, string> Matrices = new()
    {
        ["bt709"] = "bt709",
        ["smpte170m"] = "smpte170m",
        ["bt470bg"] = "bt470bg",
        ["smpte240m"] = "smpte240m",
        ["fcc"] = "fcc",
        ["bt2020nc"] = "bt2020",
    };

    /// <summary>For a talk whose picture stays as it is stored, and is turned by the player.</summary>
    public static string Stored(Bumper bumper, VideoTrack talk)
    {
        var turned = talk.Rotation % 180 != 0;
        var upright = Fit(bumper, talk, turned ? (talk.Height, talk.Width) : (talk.Width, talk.Height), turned, talk.PixelFormat!);

        // Turned the other way, so that the player turns it upright.
        var turn = (((talk.Rotation % 360) + 360) % 360) switch
        {
            90 => ",transpose=clock",
            180 => ",hflip,vflip",
            270 => ",transpose=cclock",
            _ => "",
        };
        return $"{upright}{turn},setsar={Aspect(talk, inverse: false)}";
    }

    /// <summary>For a talk that is encoded in full, and comes out upright with even sides.</summary>
    public static string Upright(Bumper bumper, VideoTrack talk)
    {
        var turned = talk.Rotation % 180 != 0;
        var (width, height) = turned ? (talk.Height, talk.Width) : (talk.Width, talk.Height);
        return $"{Fit(bumper, talk, (width / 2 * 2, height / 2 * 2), turned, "yuv420p")},setsar={Aspect(talk, turned)}";
    }

    /// <summary>The shape of a pixel of the talk.</summary>
    public static string Aspect(VideoTrack talk, bool inverse)
    {
        var aspect = talk.PixelAspect.IsKnown ? talk.PixelAspect : new Rational(1, 1);
        return inverse ? $"{aspect.Denominator}/{aspect.Numerator}" : $"{aspect.Numerator}/{aspect.Denominator}";
    }

    /// <param name="size">Of the picture as it is shown, in the talk's pixels.</param>
    private static string Fit(Bumper bumper, VideoTrack talk, (int Width, int Height) size, bool turned, string format)
    {
        var aspect = talk.PixelAspect.IsKnown ? talk.PixelAspect.Value : 1;
        var wide = (int)Math.Round(size.Width * (turned ? 1 / aspect : aspect) / 2) * 2;
        var colours = Matrices.TryGetValue(talk.Colours.Space ?? "", out var matrix) ? $":out_color_matrix={matrix}" : "";
        var range = format == "yuvj420p" || talk.Colours.Range == "pc" ? "full" : "limited";
        return string.Join(
            ',',
            string.Create(CultureInfo.InvariantCulture, $"setpts=PTS-STARTPTS,fps=fps={bumper.Rate}:start_time=0,tpad=stop=-1:stop_mode=clone,trim=end_frame={bumper.Frames}"),
            bumper.File.Video[0].IsInterlaced ? "bwdif=mode=send_frame" : "null",
            "scale=w=iw*sar:h=ih,setsar=1",
            string.Create(CultureInfo.InvariantCulture, $"scale=w={wide}:h={size.Height}:force_original_aspect_ratio=decrease:force_divisible_by=2"),
            string.Create(CultureInfo.InvariantCulture, $"pad=w={wide}:h={size.Height}:x=-1:y=-1"),

            // Its own marks about colours would become the clip's.
            string.Create(CultureInfo.InvariantCulture, $"scale=w={size.Width}:h={size.Height}{colours}:out_range={range},setparams=color_primaries=unknown:color_trc=unknown:colorspace=unknown"),
            $"format={format}");
    }
}
