using Reelway.Engine;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Storage;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>Finds the talk of a recording and sees to it that one run at a time works on it.</summary>
internal sealed class TalkClaims(
    TalkSheets sheets, TalkStore store, TalkChoices choices, IRuns runs, IdGenerator ids, Recordings recordings, Current<TalksOptions> current, TimeProvider time)
{
    /// <summary>The step <c>find</c>: which talk the recording shows, and that it could be published.</summary>
    public async Task<FoundRow> FindAsync(TalkRecorded recorded, RunId run, IStep step)
    {
        var sheet = await sheets.UseProgrammeAsync(step);
        recordings.EnsureReachable(recorded);
        var chosen = await choices.FindAsync(run, step.Cancellation);
        var found = await sheet.FindByFileAsync(chosen ?? recorded.Title, CanBePublished, step.Cancellation);
        Warn(step, found);
        step.Log(RunLogLevel.Info, $"The recording shows \"{found.Talk.Title}\", row {found.Row}{(chosen is null ? "" : ", as a person has said")}.");
        return new FoundRow(found.Talk.Title, found.Row);
    }

    /// <summary>The step <c>claim</c>: takes the talk for this run, unless it is published or being worked on.</summary>
    public async Task<Claim> ClaimAsync(TalkRecorded recorded, string title, RunId run, IStep step)
    {
        var sheet = await sheets.UseProgrammeAsync(step);
        var found = await sheet.FindByTitleAsync(title, CanBePublished, step.Cancellation);
        Warn(step, found);
        var by = new ClaimBy(run.Value, recorded.Recording, recorded.Version, time.GetUtcNow().ToUnixTimeMilliseconds());
        var held = await store.FindAsync(title, step.Cancellation);
        if (held is null)
        {
            EnsureEmptyLink(found);
            var id = new TalkId(ids.Next());
            step.Commit(session => TalkStore.ClaimAsync(session, id, title, found.Talk.Stage, by));
            return new Claim(id.ToString(), AlreadyAt: null);
        }

        var talk = new TalkId(held.Id).ToString();
        if (held.RunId == run.Value)
        {
            return new Claim(talk, AlreadyAt: null);
        }

        if (held.Link is { } link && (held.State == TalkState.Adopted || IsSameContent(held, recorded)))
        {
            return new Claim(talk, AlreadyAt: link);
        }

        if (held.VideoId is null && (held.Recording == recorded.Recording || await HasEndedAsync(held, step.Cancellation)))
        {
            step.Log(RunLogLevel.Info, $"Takes the talk over from {new RunId(held.RunId ?? 0)}, which has not begun to upload it.");
            step.Commit(session => TalkStore.TakeOverAsync(session, held, by));
            return new Claim(talk, AlreadyAt: null);
        }

        throw Conflict(held, recorded);
    }

    /// <summary>Makes sure that the talk is still this run's.</summary>
    /// <exception cref="FaultException">It was taken over or let go; this run must not go on.</exception>
    /// <returns>The talk as it is stored.</returns>
    public async Task<TalkRow> EnsureAsync(HeldTalk talk, CancellationToken cancellation)
    {
        var row = await store.FindAsync(talk.Id, cancellation);
        if (row is null || row.ReleasedMs is not null || row.RunId != talk.Run.Value)
        {
            var now = row is { ReleasedMs: null, RunId: { } other } ? $"is held by {new RunId(other)} now" : "was let go";
            throw FaultException.Permanent($"The talk \"{talk.Title}\" {now}, so this run ends. Hand the recording in again if it is wanted after all.");
        }

        return row;
    }

    /// <summary>Makes sure that the part of the recording is meant: one that is hardly meant is asked about, once.</summary>
    /// <exception cref="FaultException">Nobody has said so yet; needs a person.</exception>
    public async Task EnsureMeantAsync(HeldTalk talk, FoundTalk found, TalkPart part, CancellationToken cancellation)
    {
        if (part.Doubt(found.Talk, current.Value) is not { } doubt || (await EnsureAsync(talk, cancellation)).AcceptedPart == part.Key)
        {
            return;
        }

        await store.AskPartAsync(talk, part.Key, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellation);
        throw FaultException.Correction(
            $"The talk \"{talk.Title}\", row {found.Row}, would go out {part.Words}: {doubt}.",
            "Correct its times in the sheet, then retry; "
                + $"or, if it is meant, publish it as it is with \"{ShellCommand.Reelway("talks accept", talk.Id.ToString())}\".");
    }

    private static bool IsSameContent(TalkRow held, TalkRecorded recorded)
        => held.Recording == recorded.Recording && held.Version == recorded.Version;

    private static void Warn(IStep step, FoundTalk found)
    {
        if (found.Warning is not null)
        {
            step.Log(RunLogLevel.Warning, found.Warning);
        }
    }

    private static void EnsureEmptyLink(FoundTalk found)
    {
        if (found.Talk.Link.Length > 0)
        {
            throw FaultException.Conflict(
                $"The talk \"{found.Talk.Title}\", row {found.Row}, has the link {found.Talk.Link} already, which was not put there from here.",
                "Keep that video with \"reelway talks adopt\", or empty the cell to have this recording published; then retry.");
        }
    }

    private void CanBePublished(Talk talk)
    {
        talk.Span();
        PageRouting.Choose(current.Value, talk.Stage, talk.Kind);
    }

    private async Task<bool> HasEndedAsync(TalkRow held, CancellationToken cancellation)
        => held.RunId is not { } run
            || await runs.FindAsync(new RunId(run), cancellation) is not { } view
            || view.Summary.State.HasEnded();

    private static FaultException Conflict(TalkRow held, TalkRecorded recorded)
    {
        var talk = new TalkId(held.Id).ToString();
        var holder = held.RunId is { } run ? new RunId(run).ToString() : "an older system";
        var state = held.Link is { } link ? $"was published by {holder} at {link}" : $"is being published by {holder}, from {held.Recording}";
        return FaultException.Conflict(
            $"The talk \"{held.Title}\" {state}; publishing {recorded.Recording} too would put it on the page twice.",
            $"Cancel this run; or, to publish this recording instead, remove the other video and its link in the sheet, run \"{ShellCommand.Reelway("talks release", talk)}\", and retry.");
    }
}

/// <summary>The talk that a recording shows.</summary>
internal sealed record FoundRow(string Title, int Row);

/// <summary>A claimed talk.</summary>
/// <param name="Talk">Its id as shown.</param>
/// <param name="AlreadyAt">Where it was published before, from the same recording or by an older system; null when it is to be published.</param>
internal sealed record Claim(string Talk, string? AlreadyAt);
