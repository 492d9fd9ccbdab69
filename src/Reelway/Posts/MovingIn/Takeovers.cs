using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Frame;
using Reelway.Frame.Web;

namespace Reelway.Posts.MovingIn;

/// <summary>Takes over one-time schedules of EventBridge Scheduler: each is noted here, switched off there, and asked for here, in this order.</summary>
/// <remarks>
/// Wherever that is interrupted, the note and the schedule together say what is left to do: a schedule that is still on fires there, or is taken over later; one
/// that is off by our note is ours. So it goes out once, here or there.
/// </remarks>
internal sealed class Takeovers(TakeoverStore store, PostIntake intake, PostReading reading, PostWarnings warnings, TimeProvider time)
{
    /// <summary>The description of a schedule that was taken over begins with this.</summary>
    public const string Note = "Taken over by Reelway.";

    // A schedule that is due so soon is left to fire: it could do so while it is switched off. Their clock and ours may differ.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // It fires within the minute, as it is documented; more for their clock.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(2);

    /// <summary>Takes over a schedule, or goes on with it.</summary>
    /// <param name="dry">True to change nothing.</param>
    /// <exception cref="ConnectorException">Nobody knows what became of a call; the next time it is found out.</exception>
    public async Task<TakenSchedule> TakeAsync(AwsSchedules schedules, string connection, string group, string name, bool dry, CancellationToken cancellation)
    {
        var known = await store.FindAsync(connection, group, name, cancellation);
        var found = await schedules.FindAsync(group, name, cancellation);
        return found switch
        {
            { IsEnabled: true } => await TakeOnAsync(schedules, connection, found, known, dry, cancellation),
            _ when known is { State: TakeoverState.Taken or TakeoverState.Left } => new(name, known.At.UtcDateTime, known.State == TakeoverState.Taken ? TakenSchedule.Known : TakenSchedule.Fired, null, known.Sentence ?? "It was looked at before."),
            _ when known is { State: TakeoverState.Off } => dry ? Dry(known) : await AskAsync(known, cancellation),
            null => await LeaveAsync(known, name, dry, TakenSchedule.Fired, "It is gone: it has fired there, or somebody has deleted it.", cancellation),
            _ when known is null || !found.Description.StartsWith(Note, StringComparison.Ordinal) => await LeaveAsync(
                known, name, dry, TakenSchedule.Off,
                found.Description.StartsWith(Note, StringComparison.Ordinal) ? "It was taken over by another Reelway, or by one whose database is gone." : "It is switched off there, and stays so.", cancellation),
            _ => dry ? Dry(known) : await OffAsync(known, found, cancellation),
        };
    }

    private async Task<TakenSchedule> TakeOnAsync(AwsSchedules schedules, string connection, AwsSchedule found, TakeoverRow? known, bool dry, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (found.At is not { } at)
        {
            return new(found.Name, null, TakenSchedule.Refused, null, "It fires again and again, or its time can't be read: only one-time schedules are taken over.");
        }

        if (at + found.Window + Lag <= now)
        {
            return await LeaveAsync(known, found.Name, dry, TakenSchedule.Fired, $"Its time was {Clock.Iso(at)}: it has fired there, and is only still listed.", cancellation, at);
        }

        if (at - Margin <= now)
        {
            return await LeaveAsync(
                known, found.Name, dry, TakenSchedule.Due, $"It fires there at {Clock.Iso(at)} or within {found.Window.TotalMinutes:0} minutes, and may be about to: it is left to do so.", cancellation, at);
        }

        TakeoverRow row;
        try
        {
            row = await ReadAsync(connection, found, at, cancellation);
        }
        catch (FormatException refusal)
        {
            return new(found.Name, at.UtcDateTime, TakenSchedule.Refused, null, $"{refusal.Message} It was left as it is.");
        }

        if (dry)
        {
            return Dry(row);
        }

        await store.NoteAsync(row, cancellation);
        await schedules.DisableAsync(found, Note, cancellation);
        if (time.GetUtcNow() < at - Lag)
        {
            return await OwnAsync(row, cancellation);
        }

        return await schedules.FindAsync(found.Group, found.Name, cancellation) is { } after ? await OffAsync(row, after, cancellation) : await UnclearAsync(row, cancellation);
    }

    // Switched off by us: before its time, it is ours; after it, it may have fired.
    private Task<TakenSchedule> OffAsync(TakeoverRow row, AwsSchedule found, CancellationToken cancellation)
        => found.ModifiedAt < row.At ? OwnAsync(row, cancellation) : UnclearAsync(row, cancellation);

    private async Task<TakenSchedule> OwnAsync(TakeoverRow row, CancellationToken cancellation)
    {
        await store.MarkAsync(row, TakeoverState.Off, sentence: null, cancellation);
        return await AskAsync(row, cancellation);
    }

    private async Task<TakenSchedule> AskAsync(TakeoverRow row, CancellationToken cancellation)
    {
        // Late rather than never: nobody else sends it any more.
        var taken = await intake.TakeAsync(
            new ArrivedEvent(row.Event, row.Reference, $"takeover/{row.Connection}/{row.GroupName}/{row.Name}/{row.AskedMs}", DateTimeOffset.FromUnixTimeMilliseconds(row.AskedMs)) { MayBeLate = true },
            cancellation);
        var post = taken.Accepted?.Posts is [var first, ..] ? first : null;
        var sentence = taken.Refusal is { } refusal ? $"{refusal} It is kept as dead letter {taken.Run}."
            : taken.Accepted!.Outcome == AskOutcome.Outdated ? $"The post {row.Reference} was changed later, and stays as it is."
            : post!.State == PostState.Scheduled ? $"Switched off there; it goes out here at {Clock.Iso(DateTimeOffset.FromUnixTimeMilliseconds(post.DueMs))}."
            : $"Switched off there; the post {post.Reference} is {post.State} here.";
        await store.MarkAsync(row, TakeoverState.Taken, sentence, cancellation);
        return new(row.Name, row.At.UtcDateTime, taken.Refusal is null ? TakenSchedule.Taken : TakenSchedule.Kept, post?.Id.ToString(), sentence);
    }

    private async Task<TakenSchedule> UnclearAsync(TakeoverRow row, CancellationToken cancellation)
    {
        var sentence = $"It was switched off only after its time, {Clock.Iso(row.At)}, and may have fired: look at the account, and schedule the post {ShownText.Name(row.Reference)} here if it is not out.";
        await store.MarkAsync(row, TakeoverState.Left, sentence, cancellation);
        return new(row.Name, row.At.UtcDateTime, TakenSchedule.Unclear, null, sentence);
    }

    private async Task<TakenSchedule> LeaveAsync(
        TakeoverRow? known, string name, bool dry, string outcome, string sentence, CancellationToken cancellation, DateTimeOffset? at = null)
    {
        if (known is { State: TakeoverState.Noted or TakeoverState.Off } && !dry)
        {
            await store.MarkAsync(known, TakeoverState.Left, sentence, cancellation);
        }

        return new(name, (at ?? known?.At)?.UtcDateTime, outcome, null, sentence);
    }

    private async Task<TakeoverRow> ReadAsync(string connection, AwsSchedule found, DateTimeOffset at, CancellationToken cancellation)
    {
        var (text, reference) = ScheduleInput.Read(found);
        var asked = found.ModifiedAt ?? time.GetUtcNow();
        // All that would be refused here is refused before anything is done there.
        var (ask, problems) = reading.Read(PostEventReader.Read(text).Words, reference, asked);
        if (ask is null)
        {
            throw new FormatException(string.Join(' ', problems.Select(problem => ProblemError.SentenceOf($"/detail/{problem.Field}", problem.Sentence))));
        }

        return await warnings.RefusedAsync(ask, cancellation) is { } same ? throw new FormatException(same.Sentence) : new TakeoverRow
        {
            Connection = connection,
            GroupName = found.Group,
            Name = found.Name,
            Event = text,
            Reference = reference,
            AtMs = at.ToUnixTimeMilliseconds(),
            AskedMs = asked.ToUnixTimeMilliseconds(),
        };
    }

    private static TakenSchedule Dry(TakeoverRow row) => new(row.Name, row.At.UtcDateTime, TakenSchedule.Good, null, $"It would go out here as {ShownText.Name(row.Reference)}, from {Clock.Iso(row.At)} on.");
}

/// <summary>What became of a schedule.</summary>
/// <param name="At">When it fires there at the earliest, UTC; null where that is not known.</param>
/// <param name="Outcome">taken, known (it was taken over before), good (of a dry run), kept (as a dead letter), fired, due, off, unclear, refused or failed.</param>
/// <param name="Post">The post that goes out here.</param>
internal sealed record TakenSchedule(string Name, DateTime? At, string Outcome, string? Post, string Sentence)
{
    public const string Taken = "taken";
    public const string Known = "known";
    public const string Good = "good";
    public const string Kept = "kept";
    public const string Fired = "fired";
    public const string Due = "due";
    public const string Off = "off";
    public const string Unclear = "unclear";
    public const string Refused = "refused";
    public const string Failed = "failed";

    /// <summary>True for one that a person has to look after.</summary>
    public static bool IsBad(string? outcome) => outcome is Kept or Unclear or Refused or Failed;
}
