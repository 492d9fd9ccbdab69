namespace Reelway.Media;

/// <summary>Makes an HDR picture (HLG or PQ, as phones record it) one that every player shows right: BT.709.</summary>
internal static class ToneMap
{
    /// <summary>The filters of ffmpeg that it takes.</summary>
    public static IReadOnlyList<string> Needs { get; } = ["zscale", "tonemap"];

    /// <summary>How the result is marked.</summary>
    public static ColourTags Result { get; } = new("tv", "bt709", "bt709", "bt709");

    /// <summary>
    /// The chain. With 100 cd/m² as white and Möbius, a picture that has no highlights comes out as bright as before (measured: mean luma 107 of 104), and
    /// highlights are bent instead of clipped. Reckoned in floats, since 8 bits of linear light show bands.
    /// </summary>
    public static string Filters(VideoTrack video)
    {
        var colours = video.Colours;
        List<string> source =
        [
            $"tin={colours.Transfer}",

            // Without these it knows no way from the one to the other. Phones write them all; what they leave out can hardly be anything else.
            .. colours.Primaries is null ? (string[])["pin=bt2020"] : [], .. colours.Space is null ? (string[])["min=bt2020nc"] : [],
            .. colours.Range is null ? (string[])["rin=tv"] : [],
        ];
        return $"zscale={string.Join(':', source)}:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv";
    }

    /// <summary>What happens to the picture, as a sentence; null: it is none of that kind.</summary>
    /// <param name="isMapped">False where this ffmpeg cannot.</param>
    public static string? Words(VideoTrack video, bool isMapped)
    {
        if (!video.IsHdr)
        {
            return null;
        }

        var kind = video.Colours.Transfer == "smpte2084" ? "PQ" : "HLG";
        return isMapped
            ? $"The HDR picture ({kind}) is tone-mapped to BT.709, so that every player shows it right."
            : $"The HDR picture ({kind}) stays one, in 8 bits, and looks pale in players that do not know it: this ffmpeg lacks {string.Join(" or ", Needs)}; install the distribution's full ffmpeg and cut it again.";
    }
}
