using Reelway.Engine;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>A talk as its row of the sheet has it.</summary>
/// <param name="Title">As the sheet spells it, on one line.</param>
/// <param name="Speakers">Their names, without repetition, in the sheet's order.</param>
/// <param name="Link">Of the published video; empty while there is none.</param>
/// <param name="StartCell">Where the talk begins, as written.</param>
/// <param name="EndCell">Where it ends, as written.</param>
internal sealed record Talk(
    string Title, string Stage, string Kind, IReadOnlyList<string> Speakers, string Description, string Link,
    TimeCell StartCell, TimeCell EndCell)
{
    /// <summary>The part of the recording that is the talk; an open end is null.</summary>
    /// <exception cref="FaultException">A cell holds no time, or the end is not after the start.</exception>
    public (TimeSpan Start, TimeSpan? End) Span()
    {
        // One cell that can only be a part of a day says what the other is: they stand in columns of one format.
        var inDays = StartCell.IsDayPart || EndCell.IsDayPart;
        var start = StartCell.Read(inDays) ?? TimeSpan.Zero;
        var end = EndCell.Read(inDays);
        return end <= start
            ? throw EndCell.Refuse($"is not after the start, {SheetTime.Format(start)}")
            : (start, end);
    }

    /// <summary>The part of a recording of the given length that is the talk.</summary>
    /// <exception cref="FaultException">As of <see cref="Span()"/>, or it lies beyond the recording.</exception>
    public (TimeSpan Start, TimeSpan End) Span(TimeSpan recording)
    {
        var (start, end) = Span();
        if (start >= recording)
        {
            throw StartCell.Refuse($"{StartCell.Meaning}lies beyond the recording, which is {SheetTime.Format(recording)} long");
        }

        // A time in whole seconds can't name the last frame: within the last second, it means the end.
        return end is { } named && named - recording >= TimeSpan.FromSeconds(1)
            ? throw EndCell.Refuse($"{EndCell.Meaning}lies beyond the recording, which is {SheetTime.Format(recording)} long")
            : (start, end is { } within && within < recording ? within : recording);
    }
}

/// <summary>A cell that holds a time, and where it stands.</summary>
/// <param name="Where">For sentences: <c>talks.csv row 7, column "End"</c>.</param>
internal sealed record TimeCell(string Text, string Where)
{
    /// <summary>True when it holds a part of a day and nothing else.</summary>
    public bool IsDayPart => DayPart.In(Text) is { IsCertain: true };

    /// <summary>What a part of a day stands for, for sentences; empty where the text says it itself.</summary>
    public string Meaning => DayPart.In(Text) is { } part ? $"is a part of a day, {SheetTime.Format(part.Time)}, and " : "";

    /// <summary>The time; null when the cell is empty.</summary>
    /// <param name="inDays">True where a number that may be a part of a day is one.</param>
    /// <exception cref="FaultException">It holds something else, or what may be two different times.</exception>
    public TimeSpan? Read(bool inDays)
        => Text.Length == 0 ? null
            : DayPart.In(Text) is { } part ? inDays || part.IsCertain ? part.Time : throw Refuse(part.Doubt)
            : SheetTime.WithThousands(Text) is { } whole && SheetTime.TryParse(Text, out var exact)
                ? throw Refuse($"may mean {SheetTime.Format(exact)} or, with a comma between thousands, {SheetTime.Format(whole)}; write the one that is meant like this")
            : SheetTime.TryParse(Text, out var time) ? time
            : throw Refuse($"{SheetTime.WhyNot(Text)}; write {SheetTime.Forms}");

    /// <summary>The fault of a cell whose time can't be used.</summary>
    public FaultException Refuse(string what)
        => FaultException.Permanent($"{Where}: \"{Text}\" {what}. Correct the cell, then retry the run.");
}
