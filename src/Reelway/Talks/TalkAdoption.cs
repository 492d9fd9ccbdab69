using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Talks;

/// <summary>What people may decide about talks: to take over what was published before, to let one go, and to publish one as its row has it.</summary>
internal sealed class TalkAdoption(TalkSheet sheet, TalkStore store, IRuns runs, IdGenerator ids, TimeProvider time)
{
    /// <summary>Takes over one talk of the sheet that has a link.</summary>
    /// <exception cref="FaultException">The sheet has no such talk, or can't be used.</exception>
    public async Task<IReadOnlyList<TalkRow>> AdoptAsync(string title, CancellationToken cancellation)
    {
        var found = await sheet.FindNamedAsync(title, cancellation);
        if (found.Talk.Link.Length == 0)
        {
            throw TalkProblems.CannotMove.Because($"The talk \"{found.Talk.Title}\", row {found.Row}, has no link; write the link of its video there first.");
        }

        return await AdoptAsync(found.Talk, cancellation)
            ? [await RowAsync(found.Talk.Title, cancellation)]
            : throw TalkProblems.CannotMove.Because($"The talk \"{found.Talk.Title}\" is known already: {Standing(await RowAsync(found.Talk.Title, cancellation))}.");
    }

    /// <summary>Takes over all talks of the sheet that have a link and are not known yet.</summary>
    /// <exception cref="FaultException">The sheet can't be used.</exception>
    public async Task<IReadOnlyList<TalkRow>> AdoptAllAsync(CancellationToken cancellation)
    {
        var adopted = new List<TalkRow>();
        foreach (var talk in (await sheet.ListAsync(cancellation)).Where(talk => talk.Link.Length > 0))
        {
            if (await AdoptAsync(talk, cancellation))
            {
                adopted.Add(await RowAsync(talk.Title, cancellation));
            }
        }

        return adopted;
    }

    /// <summary>Lets a talk go, so that another recording of it can be published.</summary>
    public async Task<TalkRow> ReleaseAsync(TalkRow row, CancellationToken cancellation)
    {
        if (row.ReleasedMs is not null)
        {
            throw TalkProblems.CannotMove.Because($"The talk \"{row.Title}\" was let go before.");
        }

        if (row.RunId is { } run && await runs.FindAsync(new RunId(run), cancellation) is { } view && !view.Summary.State.HasEnded())
        {
            throw TalkProblems.CannotMove.Because($"The talk \"{row.Title}\" is held by {view.Summary.Id}, which is {view.Summary.State.Name()}; cancel that run first.");
        }

        return await store.ReleaseAsync(row, NowMs(), cancellation)
            ? (await store.FindAsync(new TalkId(row.Id), cancellation))!
            : throw TalkProblems.CannotMove.Because($"The talk \"{row.Title}\" changed hands at this moment; look again.");
    }

    /// <summary>Says that the part of the recording that was asked about is meant, and lets the run go on that asked.</summary>
    public async Task<TalkRow> AcceptAsync(TalkRow row, CancellationToken cancellation)
    {
        if (row.AskedPart is null || row.RunId is not { } run || row.VideoId is not null)
        {
            throw TalkProblems.CannotMove.Because($"Nothing is asked about the talk \"{row.Title}\".");
        }

        if (!await store.AcceptPartAsync(row, NowMs(), cancellation))
        {
            throw TalkProblems.CannotMove.Because($"The talk \"{row.Title}\" changed hands at this moment; look again.");
        }

        // Refused where the run goes on already or has ended: then the answer is there for when it is retried.
        await runs.RetryAsync(new RunId(run), cancellation);
        return await RowAsync(row.Title, cancellation);
    }

    private Task<bool> AdoptAsync(Talk talk, CancellationToken cancellation)
        => store.AdoptAsync(new TalkId(ids.Next()), talk.Title, talk.Stage, talk.Link, NowMs(), cancellation);

    private async Task<TalkRow> RowAsync(string title, CancellationToken cancellation)
        => await store.FindAsync(title, cancellation)
            ?? throw new FaultException(new Fault(FaultKind.Transient, $"The talk \"{title}\" was let go at this moment; try again."));

    private static string Standing(TalkRow row)
        => row.RunId is { } run ? $"{new TalkId(row.Id)} is {row.State} by {new RunId(run)}" : $"{new TalkId(row.Id)} is {row.State}";

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
