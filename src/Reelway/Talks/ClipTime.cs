using System.Globalization;

namespace Reelway.Talks;

/// <summary>A moment of a clip as players show it: <c>0:07</c>, <c>12:34</c>, <c>1:02:03</c>.</summary>
internal static class ClipTime
{
    public static string Format(TimeSpan time) => time.TotalHours < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    public static string Format(long ms) => Format(TimeSpan.FromMilliseconds(ms));
}
