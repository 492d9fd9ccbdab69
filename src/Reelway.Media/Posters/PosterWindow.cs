namespace Reelway.Media;

/// <summary>Where in a file to look for a poster.</summary>
/// <param name="From">First moment.</param>
/// <param name="Until">First moment not to look at any more.</param>
internal sealed record PosterWindow(TimeSpan From, TimeSpan Until)
{
    /// <summary>Key frames are seldom more than 10 s apart; in a longer gap than this none is sought.</summary>
    private static readonly TimeSpan FarthestLook = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Closest = TimeSpan.FromSeconds(1);

    /// <summary>The first third behind the fade; of a clip that is hardly longer than its fades, what lies between them.</summary>
    public static PosterWindow Of(CutRange range)
    {
        var length = range.End - range.Start;
        var fade = range.Fade < length / 2 ? range.Fade : length / 2;
        var from = range.Start + fade;
        var third = range.Start + (length / 3);
        return new PosterWindow(from, third > from ? third : range.End - fade);
    }

    /// <summary>Evenly spread places, each with how far to look on from there: no frame is met from two of them.</summary>
    /// <param name="most">So many, and fewer where they would lie closer than pictures change.</param>
    public IEnumerable<(TimeSpan From, TimeSpan Within)> Places(int most)
    {
        var count = (int)Math.Clamp((Until - From) / Closest, 1, most);
        var step = (Until - From) / count;

        // A window of no length still has one frame: the one shown then.
        return step > TimeSpan.Zero
            ? Enumerable.Range(0, count).Select(place => (From + (step * place), step < FarthestLook ? step : FarthestLook))
            : [(From, TimeSpan.FromSeconds(1))];
    }
}
