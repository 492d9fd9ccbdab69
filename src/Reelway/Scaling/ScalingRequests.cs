using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Scaling.Names;

namespace Reelway.Scaling;

/// <summary>Carries out what is asked for by <see cref="ScalingApi"/>.</summary>
internal static class ScalingRequests
{
    private const int LongestReason = 500;
    private const int MostDeliverables = 500;
    private const int LongestName = 1000;
    private const int ShownNotes = 200;

    public static async Task<ListOf<CampaignItem>> ListAsync(string? status, [AsParameters] Paging paging, CampaignStore store, CancellationToken cancellation)
    {
        var request = new RequestText();
        var its = string.IsNullOrEmpty(status) ? null : status;
        if (its is not null && !CampaignStatus.All.Contains(its))
        {
            request.Refuse("/query/status", "unknown", $"Must be one of {string.Join(", ", CampaignStatus.All)}.");
        }

        var page = paging.Of($"scaling/{its}", request);
        return page.Answer(await store.ListAsync(its, page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id.Value, CampaignItem.From);
    }

    public static async Task<CampaignDetail> GetAsync(string id, CampaignStore store, CancellationToken cancellation) => await DetailAsync(await FindAsync(id, store, cancellation), store, cancellation);

    public static async Task<CampaignDetail> HoldAsync(string id, ReasonRequest body, HttpContext http, CampaignStore store, CampaignChanges changes, CancellationToken cancellation)
    {
        var reason = ReasonOf(body.Reason);
        await changes.HoldAsync(await FindAsync(id, store, cancellation), reason, Visitor.ActorOf(http), cancellation);
        return await GetAsync(id, store, cancellation);
    }

    public static async Task<CampaignDetail> ReleaseAsync(string id, HttpContext http, CampaignStore store, CampaignChanges changes, CancellationToken cancellation)
    {
        await changes.ReleaseAsync(await FindAsync(id, store, cancellation), Visitor.ActorOf(http), cancellation);
        return await GetAsync(id, store, cancellation);
    }

    public static async Task<CampaignDetail> AdvanceAsync(string id, MoveCampaignRequest body, HttpContext http, CampaignStore store, CampaignChanges changes, CancellationToken cancellation)
    {
        var reason = ReasonOf(body.Reason);
        var to = body.To?.Trim().ToLowerInvariant();
        if (to is null || !CampaignStatus.All.Contains(to))
        {
            throw Refusal("/body/to", $"Must be one of {string.Join(", ", CampaignStatus.All)}.");
        }

        var campaign = await FindAsync(id, store, cancellation);
        if (campaign.Status == to)
        {
            throw ScalingApi.CannotMove.Because($"The campaign {campaign.Id} is at {to} already.");
        }

        await changes.MoveAsync(campaign, to, reason, Visitor.ActorOf(http), cancellation);
        return await GetAsync(id, store, cancellation);
    }

    public static async Task<CampaignDetail> ExpectAsync(string id, ExpectRequest body, HttpContext http, CampaignStore store, CampaignChanges changes, CancellationToken cancellation)
    {
        var texts = (body.Deliverables ?? []).SelectMany(line => line.Split(['\n', ',', ' ', '\r'], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var all = texts.Select(text => text.Split(':') switch
        {
            [{ Length: > 0 and <= 40 } language] => new Deliverable(language, ""),
            [{ Length: > 0 and <= 40 } language, { Length: <= 40 } format] => new Deliverable(language, format),
            _ => throw Refusal("/body/deliverables", $"\"{ShownText.Name(text)}\" must be a language, with a format behind a colon if only that counts: IT or IT:30s."),
        }).ToList();
        if (all.Count > MostDeliverables)
        {
            throw Refusal("/body/deliverables", $"At most {MostDeliverables} can be expected of a master.");
        }

        await changes.ExpectAsync(await FindAsync(id, store, cancellation), all, Visitor.ActorOf(http), cancellation);
        return await GetAsync(id, store, cancellation);
    }

    public static Task<CampaignDetail> WithdrawAsync(string tracking, ReasonRequest body, HttpContext http, CampaignStore store, CampaignChanges changes, CancellationToken cancellation)
        => CountAsync(tracking, body, http, store, changes, withdrawn: true, cancellation);

    public static Task<CampaignDetail> RestoreAsync(string tracking, ReasonRequest body, HttpContext http, CampaignStore store, CampaignChanges changes, CancellationToken cancellation)
        => CountAsync(tracking, body, http, store, changes, withdrawn: false, cancellation);

    public static NameCheck CheckNames(CheckNamesRequest body, ScalingNames names)
        => body.Names is { Count: > 0 and <= NameCheck.MostNames } all && all.All(name => name is { Length: > 0 and <= LongestName })
            ? NameCheck.Of(names.Current, all)
            : throw Refusal("/body/names", $"Must be 1 to {NameCheck.MostNames} names of files, each of at most {LongestName} letters.");

    public static async Task<MetadataPreview> PreviewAsync(CheckNameRequest body, CampaignStore store, ScalingNames names, CampaignChanges changes, CancellationToken cancellation)
    {
        if (body.Name is not { Length: > 0 and <= LongestName } name)
        {
            throw Refusal("/body/name", $"Must be a file's name of at most {LongestName} letters.");
        }

        var reading = CheckedName.Of(names.Current.Read(name));
        if (!reading.IsValid)
        {
            return new MetadataPreview(reading, Master: null, [], [.. reading.Violations.Select(violation => violation.ToString())]);
        }

        var master = await FindMasterAsync(reading.TrackingId!, store, cancellation);
        var built = await changes.DescribeAsync(master, name, cancellation);
        return new MetadataPreview(reading, master.Name, built.Differences, [.. built.Problems.Select(problem => problem.ToString())]);
    }

    /// <summary>The campaign of an id, ours or the DAM's.</summary>
    public static async Task<CampaignRow> FindAsync(string id, CampaignStore store, CancellationToken cancellation)
        => (CampaignId.TryParse(id, out var own) ? await store.FindAsync(own, cancellation) : await store.FindByDamAsync(id, cancellation))
            ?? throw ScalingApi.NotFound.Because($"There is no campaign \"{ShownText.Name(id)}\"; ids look like {new CampaignId(0)}.");

    /// <summary>A campaign with all that belongs to it.</summary>
    public static async Task<CampaignDetail> DetailAsync(CampaignRow campaign, CampaignStore store, CancellationToken cancellation)
    {
        var (masters, derivatives, deliverables) = (
            await store.MastersAsync(campaign.Id, cancellation), await store.DerivativesAsync(campaign.Id, cancellation), await store.DeliverablesAsync(campaign.Id, cancellation));
        var progress = CampaignProgress.Of(masters, derivatives, deliverables);
        var tracking = masters.ToDictionary(master => master.Id, master => master.TrackingId);
        return new CampaignDetail(
            CampaignItem.From(campaign), WaitsOf(campaign, masters, progress), progress.Expected, progress.Done, [.. masters.Select(MasterItem.From)],
            [.. derivatives.Select(one => DerivativeItem.From(one, one.MasterId is { } master ? tracking.GetValueOrDefault(master) : null))],
            [.. deliverables.Select(one => new DeliverableItem(one.Language, one.Format))],
            [.. (await store.NotesAsync(campaign.Id, ShownNotes, cancellation)).Select(note => new NoteItem(CampaignItem.Time(note.AtMs), note.Who, note.Sentence))]);
    }

    /// <summary>What a campaign waits for, in words.</summary>
    public static string? WaitsOf(CampaignRow campaign, IReadOnlyList<MasterRow> masters, CampaignProgress progress)
    {
        var counting = masters.Where(master => master.State != MasterState.Withdrawn).ToList();
        return campaign.Held is { } held ? $"A person holds it: {held}"
            : campaign.Problem ?? campaign.Status switch
            {
                CampaignStatus.A1 when counting.Count == 0 => "It has not been looked at yet.",
                CampaignStatus.A1 => $"{counting.Count(master => master.State == MasterState.Sent)} of {counting.Count} masters are in Box.",
                CampaignStatus.A2 => progress.Waits,
                _ => null,
            };
    }

    private static async Task<CampaignDetail> CountAsync(
        string tracking, ReasonRequest body, HttpContext http, CampaignStore store, CampaignChanges changes, bool withdrawn, CancellationToken cancellation)
    {
        var reason = ReasonOf(body.Reason);
        var master = await FindMasterAsync(tracking, store, cancellation);
        await changes.WithdrawAsync(master, withdrawn, reason, Visitor.ActorOf(http), cancellation);
        return await GetAsync(master.CampaignId.ToString(), store, cancellation);
    }

    private static async Task<MasterRow> FindMasterAsync(string tracking, CampaignStore store, CancellationToken cancellation)
        => (TrackingId.Read(tracking) is { } id ? await store.FindMasterAsync(id, cancellation) : null)
            ?? throw ScalingApi.NoMaster.Because($"No master has the tracking id \"{ShownText.Name(tracking)}\".");

    private static string ReasonOf(string? reason) => reason?.Trim() is { Length: > 0 and <= LongestReason } text ? text
        : throw Refusal("/body/reason", $"Must say why, in at most {LongestReason} letters.");

    private static RefusalException Refusal(string pointer, string sentence) => new(WebProblems.Refusal(new ProblemError(pointer, "invalid", sentence)));
}
