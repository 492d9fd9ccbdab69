using System.Globalization;

namespace Reelway.Media;

/// <summary>A stretch of a recording whose packets are not what their kind has to be: copied as it is, since encoding it again would not mend it.</summary>
/// <param name="From">When it begins, from the beginning of the recording.</param>
/// <param name="Until">When its last damaged packet begins.</param>
/// <param name="Track">What is damaged: <c>picture</c> or <c>sound</c>.</param>
/// <param name="Packets">Number of damaged packets in it.</param>
/// <param name="What">What was seen first, in words.</param>
public sealed record DamagedPlace(TimeSpan From, TimeSpan Until, string Track, int Packets, string What)
{
    /// <summary>In a sentence without its end.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"{Track} damaged {(Until - From < TimeSpan.FromSeconds(0.001) ? $"at {Clock(From)}" : $"from {Clock(From)} to {Clock(Until)}")} of the recording ({What}{(Packets == 1 ? "" : $", and {Packets - 1} more packets")})");

    private static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $@"{(int)time.TotalHours}:{time:mm\:ss\.fff}");
}
