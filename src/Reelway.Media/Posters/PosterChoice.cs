using System.Globalization;

namespace Reelway.Media;

/// <summary>Chooses the poster among the frames that were looked at.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Remark">What is wrong with it; null when nothing is.</param>
internal sealed record PosterChoice(FrameLook Look, string Reason, string? Remark)
{
    /// <summary>
    /// The brightest frame of the sharper half. Sharpness differs between a slide and a speaker tenfold, so a limit in relation to the sharpest would
    /// leave slides only; half of them always stays. Of equals the earliest.
    /// </summary>
    public static PosterChoice Of(IReadOnlyList<FrameLook> looks)
    {
        var usable = looks.Where(look => look.Measure.IsUsable).ToList();
        if (usable.Count == 0)
        {
            var least = looks.OrderByDescending(look => look.Measure.Contrast).ThenByDescending(look => look.Measure.Brightness).ThenBy(look => look.At).First();
            return new PosterChoice(
                least, $"of {Frames(looks.Count)} looked at it shows the most", "Every frame looked at is black or of one colour, so this poster shows hardly anything.");
        }

        var sharp = usable.OrderByDescending(look => look.Measure.Sharpness).ThenBy(look => look.At).Take((usable.Count + 1) / 2).ToList();
        var best = sharp.OrderByDescending(look => look.Measure.Brightness).ThenBy(look => look.At).First();
        var left = looks.Count - usable.Count;
        return new PosterChoice(
            best,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the brightest ({best.Measure.Brightness / 255:0 %}) of the sharper half of {Frames(looks.Count)} looked at{(left == 0 ? "" : $", of which {left} were black or empty")}"),
            Remark: null);
    }

    private static string Frames(int count) => count == 1 ? "1 frame" : $"{count} frames";
}
