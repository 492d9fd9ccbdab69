using System.Globalization;

namespace Reelway.Media;

/// <summary>The wish in seconds, checked against the file.</summary>
/// <param name="Start">First moment to keep, from the beginning of the recording.</param>
/// <param name="End">First moment not to keep any more.</param>
/// <param name="Fade">Wished length of each fade.</param>
internal sealed record CutRange(TimeSpan Start, TimeSpan End, TimeSpan Fade)
{
    /// <summary>False when nobody named an end, and it is the recording's.</summary>
    public bool HasEnd { get; init; } = true;

    /// <summary>People note ends in whole seconds: an end that is past the file's by less is the file's.</summary>
    public static readonly TimeSpan EndTolerance = TimeSpan.FromSeconds(1);

    /// <summary>What can be said without looking into the file.</summary>
    public static void Check(CutRequest request)
    {
        if (request.Start < TimeSpan.Zero || request.End < TimeSpan.Zero || request.Fade < TimeSpan.Zero)
        {
            throw Bad($"Start, end and fade cannot be negative: start is {Clock(request.Start)}, end is {Clock(request.End)}, fade is {request.Fade?.TotalSeconds ?? 0} s.");
        }

        if (request.End <= request.Start)
        {
            throw Bad($"The end at {Clock(request.End)} is not after the start at {Clock(request.Start)}: correct one of them.");
        }
    }

    public static CutRange Of(CutRequest request, MediaInfo info, TimeSpan defaultFade)
    {
        Check(request);
        if (request.Start >= info.Duration)
        {
            throw Bad($"The start at {Clock(request.Start)} lies beyond {info.Name}, which ends at {Clock(info.Duration)}: correct the start, or give the right recording.");
        }

        if (request.End > info.Duration + EndTolerance)
        {
            throw Bad($"The end at {Clock(request.End)} lies beyond {info.Name}, which ends at {Clock(info.Duration)}: correct the end, or give the whole recording.");
        }

        var end = request.End is { } wished && wished < info.Duration ? wished : info.Duration;
        return new CutRange(request.Start, end, request.Fade ?? defaultFade) { HasEnd = request.End is not null };
    }

    public static MediaException Bad(string sentence) => new(MediaFaultKind.BadRange, sentence);

    /// <summary>As players show it: <c>1:02:03.5</c>.</summary>
    public static string Clock(TimeSpan? time)
        => time is { } exact && TimeSpan.FromMilliseconds(Math.Round(exact.TotalMilliseconds)) is var known
            ? string.Create(CultureInfo.InvariantCulture, $@"{(known < TimeSpan.Zero ? "-" : "")}{Math.Abs((int)known.TotalHours)}:{known:mm\:ss\.FFF}").TrimEnd('.')
            : "the end of the file";
}
