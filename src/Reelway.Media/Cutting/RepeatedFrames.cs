using System.Globalization;

namespace Reelway.Media;

/// <summary>
/// Frames that are shown again where the clip is encoded: what is on screen at its first moment although it came earlier, and within the fades what stands for
/// long, since a fade is made of frames. Screen recordings and slides hold one for seconds.
/// </summary>
/// <remarks>Each is shown at a place of an even grid that begins with the clip. The recording's own frames keep their own times beside them.</remarks>
internal sealed record RepeatedFrames
{
    /// <summary>None.</summary>
    public static readonly RepeatedFrames None = new(new Rational(25, 1), new Rational(1, 1), []);

    /// <summary>Rates that a picture moves at. Files state others too, as the 1000 of browsers, or one frame a second of slides.</summary>
    private const decimal LowestRate = 10;
    private const decimal HighestRate = 60;
    private static readonly Rational CommonRate = new(30, 1);

    /// <summary>A frame that is on screen for longer stands: a fade would be seen to go by steps.</summary>
    private const decimal LongSeconds = 0.1m;
    private const decimal LongSteps = 2.5m;

    private const decimal MicrosecondsPerSecond = 1_000_000;

    /// <summary>How much earlier to open a recording whose frames stand and are reordered: containers are entered by decoding time, which may be seconds before.</summary>
    private const decimal ReorderedLeadSeconds = 60;

    private readonly Rational _rate;
    private readonly Rational _timeBase;
    private readonly IReadOnlyList<long> _places;

    private RepeatedFrames(Rational rate, Rational timeBase, IReadOnlyList<long> places) => (_rate, _timeBase, _places) = (rate, timeBase, places);

    /// <summary>When they are shown, in ticks from the clip's first moment on.</summary>
    public IReadOnlyList<long> Times => [.. _places.Select(place => At(_rate, _timeBase, place))];

    /// <summary>Their number.</summary>
    public int Count => _places.Count;

    /// <summary>When the last of them is shown; -1 when there is none.</summary>
    public long Last => _places.Count > 0 ? At(_rate, _timeBase, _places[^1]) : -1;

    /// <summary>Ticks from frame to frame at the recording's usual rate.</summary>
    public static decimal Step(VideoTrack video) => Step(Rate(video), video.TimeBase);

    /// <summary>How much earlier than elsewhere the recording is to be opened, in seconds.</summary>
    public decimal LeadSeconds(VideoTrack video) => Count > 0 && video.ReorderDepth > 0 ? ReorderedLeadSeconds : 0;

    /// <summary>Decides.</summary>
    /// <param name="shown">When the recording's frames are shown, in ticks from the clip's first moment on. What is on screen at that moment counts as shown then.</param>
    /// <param name="end">The clip's length in ticks.</param>
    /// <param name="fadeSeconds">Length of each fade.</param>
    /// <param name="firstIsOwn">False: the first of the times is that of an earlier frame.</param>
    public static RepeatedFrames Of(VideoTrack video, IReadOnlyList<long> shown, long end, decimal fadeSeconds, bool firstIsOwn)
    {
        var (rate, tick) = (Rate(video), video.TimeBase);
        var (step, fade) = (Step(rate, tick), tick.ToTicks(fadeSeconds));
        List<long> places = firstIsOwn ? [] : [0];
        if (fade > 0)
        {
            var gaps = shown.Zip([.. shown.Skip(1), end]).Where(gap => gap.Second - gap.First > Math.Max(tick.ToTicks(LongSeconds), LongSteps * step)).ToList();

            // The last frame of a clip has to be black: the one that stands at the end is shown once more just before it.
            var last = gaps.Count > 0 && gaps[^1].Second == end ? Within(gaps[^1]).Last : -1;
            var fadeOut = (last < 0 ? shown[^1] : At(rate, tick, last)) - fade;
            places.AddRange(gaps.SelectMany(gap => Within(gap) is var (first, until)
                ? Enumerable.Concat(Places(first, Math.Min(until, gap.First < fade ? (long)Math.Ceiling(fade / step) : -1)), Places(Math.Max(first, (long)Math.Floor(fadeOut / step) + 1), until))
                : []).Distinct());
        }

        return new RepeatedFrames(rate, tick, places);

        // Half a step away from the recording's own frames.
        (long First, long Last) Within((long First, long Second) gap) => ((long)Math.Ceiling((gap.First / step) + 0.5m), (long)Math.Floor((gap.Second / step) - 0.5m));
    }

    /// <summary>Filters that add them. What goes in has the clip's own clock, beginning with the frame that is on screen at its first moment.</summary>
    /// <param name="from">The part of the clip that is made, in ticks; times stay the whole clip's.</param>
    /// <param name="until">Its end.</param>
    /// <remarks>
    /// Copies come at an even rate all the time, since merging by time waits for either side; those that are not wanted are dropped behind it. That they are copies
    /// is noted in a field that progressive pictures do not use. The last frame of a recording goes on before the grid is made, since that ends at a time which
    /// filters before it have not shifted.
    /// </remarks>
    public string Filters(long from, long until)
    {
        var runs = Runs(_places.Where(place => At(_rate, _timeBase, place) is var at && at >= from && at < until));
        if (runs.Count == 0)
        {
            return "";
        }

        var start = from == 0 ? ":start_time=0" : "";
        var wanted = string.Join('+', runs.Select(run => $"between(round(t*{_rate})\\,{run.First}\\,{run.Last})"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"split[real][still];[still]tpad=stop=-1:stop_mode=clone,fps=fps={_rate}:round=up{start},trim=end_pts={runs[^1].Last + 1},setfield=bff[copies];[real]trim=start_pts={from},setfield=prog[own];[own][copies]interleave,select='eq(interlace_type\\,PROGRESSIVE)+{wanted}',setfield=prog,settb={_timeBase}");
    }

    /// <summary>The recording's usual rate.</summary>
    public static Rational Rate(VideoTrack video)
        => new[] { video.NominalRate, video.FrameRate }.FirstOrDefault(rate => rate is { IsKnown: true, Value: >= LowestRate and <= HighestRate }) is { IsKnown: true } usual ? usual : CommonRate;

    private static decimal Step(Rational rate, Rational timeBase) => (decimal)timeBase.Denominator * rate.Denominator / ((decimal)timeBase.Numerator * rate.Numerator);

    /// <summary>When a place of the grid is shown. Rounded twice, as ffmpeg does where it merges by time.</summary>
    private static long At(Rational rate, Rational timeBase, long place)
    {
        var microseconds = Math.Round(place * MicrosecondsPerSecond * rate.Denominator / rate.Numerator, MidpointRounding.AwayFromZero);
        return (long)Math.Round(timeBase.ToTicks(microseconds / MicrosecondsPerSecond), MidpointRounding.AwayFromZero);
    }

    private static IEnumerable<long> Places(long first, long last)
    {
        for (var place = Math.Max(1, first); place <= last; place++)
        {
            yield return place;
        }
    }

    private static List<(long First, long Last)> Runs(IEnumerable<long> places)
    {
        var runs = new List<(long First, long Last)>();
        foreach (var place in places)
        {
            if (runs.Count > 0 && runs[^1].Last + 1 == place)
            {
                runs[^1] = (runs[^1].First, place);
            }
            else
            {
                runs.Add((place, place));
            }
        }

        return runs;
    }
}
