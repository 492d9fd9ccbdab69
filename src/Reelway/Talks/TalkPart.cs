using System.Globalization;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>The part of a recording that is the talk, as the row's cells were read.</summary>
/// <param name="Recording">How long the recording is.</param>
internal sealed record TalkPart(TimeSpan Start, TimeSpan End, TimeSpan Recording)
{
    /// <summary>What a person is asked about and agrees to: the same part is asked about once.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Start.TotalMilliseconds:0}-{End.TotalMilliseconds:0}");

    /// <summary>Where it lies, for sentences.</summary>
    public string Words => $"from {Shown(Start)} to {Shown(End)} of a recording of {Shown(Recording)}";

    private TimeSpan Length => End - Start;

    /// <summary>Why nobody plans such a talk; null when it may be meant. A clip that went out with the mails to its speakers can't be called back.</summary>
    public string? Doubt(Talk talk, TalksOptions options)
        => Length < options.Shortest ? $"{Shown(Length)} is shorter than talks.shortest, {Shown(options.Shortest)}"
            : options.Longest > TimeSpan.Zero && Length > options.Longest ? $"{Shown(Length)} is longer than talks.longest, {Shown(options.Longest)}"
            : MayBeHours(talk)
                ? $"{Quoted(talk)} may be hours and minutes, since they lie within the recording as such; minutes and seconds can be written as {Shown(Start)} and {Shown(End)}"
            : Length < Recording * options.SmallestShare
                ? string.Create(CultureInfo.InvariantCulture, $"{Shown(Length)} is less of it than talks.smallest_share, {options.SmallestShare * 100:0.##} %")
            : null;

    /// <summary>True for <c>1:30</c> in a recording of hours: spreadsheets take it for hours and minutes, and so do many people.</summary>
    private bool MayBeHours(Talk talk)
        => Written(talk).Any()
            // Whole minutes can't name the last second: an end within the last minute means the end.
            && (IsEmpty(talk.StartCell) || SheetTime.AsHoursAndMinutes(talk.StartCell.Text) < Recording)
            && (IsEmpty(talk.EndCell) || SheetTime.AsHoursAndMinutes(talk.EndCell.Text) < Recording + TimeSpan.FromMinutes(1));

    private static IEnumerable<string> Written(Talk talk) => new[] { talk.StartCell, talk.EndCell }.Where(cell => !IsEmpty(cell)).Select(cell => cell.Text);

    /// <summary>Zero is the same in all forms.</summary>
    private static bool IsEmpty(TimeCell cell) => cell.Text.Trim('0', ':').Length == 0;

    private static string Quoted(Talk talk) => string.Join(" and ", Written(talk).Select(text => $"\"{text}\""));

    private static string Shown(TimeSpan time) => SheetTime.Format(TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds)));
}
