using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Scaling.Importing;
using Reelway.Scaling.Names;

namespace Reelway.Scaling;

/// <summary>What can be asked of content scaling.</summary>
internal static class ScalingApi
{
    /// <summary>Where the page of all campaigns is.</summary>
    public const string PagePath = "/scaling";

    /// <summary>Where one campaign's page is.</summary>
    public const string CampaignPath = "/scaling/campaigns/{id}";

    public static readonly Right Read = new("scaling:read");
    public static readonly Right Write = new("scaling:write");

    public static readonly ProblemKind NotFound = new(404, "campaign-not-found", "There is no such campaign");
    public static readonly ProblemKind NoMaster = new(404, "master-not-found", "There is no such master");
    public static readonly ProblemKind CannotMove = new(409, "campaign-cannot-move", "The campaign is not in a state for this");
    public static readonly ProblemKind Refused = new(409, "dam-refused", "The DAM does not do this");
    public static readonly ProblemKind NotAnswered = new(502, "dam-not-answered", "The DAM did not answer");

    private static readonly Parameter Id = new("id", "The campaign's id, such as camp_06agn9k2w4008, or the DAM's id of it.");
    private static readonly Parameter Tracking = new("tracking", "The master's tracking id, such as AB2CD3.");

    public static readonly Operation<ListOf<CampaignItem>> List = new("listCampaigns", "GET /scaling/campaigns", Read)
    {
        Summary = "List campaigns, newest first",
        Text = "With what blocks each, in words.",
        Parameters = [new("status", "Only those of this status.", Values: CampaignStatus.All)],
        Example = new([CampaignItem.Sample]),
    };

    public static readonly Operation<CampaignDetail> Get = new("getCampaign", "GET /scaling/campaigns/{id}", Read)
    {
        Summary = "Show a campaign",
        Text = "With its masters, what came back for them, what is missing, and its history.",
        Parameters = [Id],
        Example = CampaignDetail.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<ReasonRequest, CampaignDetail> Hold = new("holdCampaign", "POST /scaling/campaigns/{id}/hold", Write)
    {
        Summary = "Hold a campaign",
        Text = "Nothing is begun for it and it is not moved on until it is released. What is at work ends.",
        Parameters = [Id],
        Body = new("The client changes the end card."),
        Example = CampaignDetail.Sample,
        Problems = [NotFound, CannotMove],
    };

    public static readonly Operation<CampaignDetail> Release = new("releaseCampaign", "POST /scaling/campaigns/{id}/release", Write)
    {
        Summary = "Let a campaign that is held go on",
        Text = "When nothing is missing it is moved on at once.",
        Parameters = [Id],
        Example = CampaignDetail.Sample,
        Problems = [NotFound, CannotMove],
    };

    public static readonly Operation<MoveCampaignRequest, CampaignDetail> Advance = new("advanceCampaign", "POST /scaling/campaigns/{id}/advance", Write)
    {
        Summary = "Move a campaign to another status by hand",
        Text = "In the DAM and here, whatever is missing, so it needs a reason. It is noted in the audit log. No mail goes out; `campaign.advanced` is announced.",
        Parameters = [Id],
        Body = new(CampaignStatus.A3, "The client takes what is there."),
        Example = CampaignDetail.Sample,
        Problems = [NotFound, CannotMove, Refused, NotAnswered],
    };

    public static readonly Operation<ExpectRequest, CampaignDetail> Expect = new("expectDeliverables", "POST /scaling/campaigns/{id}/deliverables", Write)
    {
        Summary = "Say what a campaign is to bring for each of its masters",
        Text = "In place of what was said before. With none, one derivative of each master is expected.",
        Parameters = [Id],
        Body = new(["IT:30s", "FR:30s"]),
        Example = CampaignDetail.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<ReasonRequest, CampaignDetail> Withdraw = new("withdrawMaster", "POST /scaling/masters/{tracking}/withdraw", Write)
    {
        Summary = "Take a master out of what counts",
        Text = "Its campaign does not wait for it any more. Its tracking id is not given to another one.",
        Parameters = [Tracking],
        Body = new("It was replaced by a longer cut."),
        Example = CampaignDetail.Sample,
        Problems = [NoMaster],
    };

    public static readonly Operation<ReasonRequest, CampaignDetail> Restore = new("restoreMaster", "POST /scaling/masters/{tracking}/restore", Write)
    {
        Summary = "Let a master that was withdrawn count again",
        Text = "Its campaign waits for it again.",
        Parameters = [Tracking],
        Body = new("It is needed after all."),
        Example = CampaignDetail.Sample,
        Problems = [NoMaster],
    };

    public static readonly Operation<CheckNamesRequest, NameCheck> CheckNames = new("checkNames", "POST /scaling/names/check", Read)
    {
        ForgetsAnswer = true,
        Summary = "Read names of files as they are read when an agency brings them",
        Text = "All that is wrong with each, with its place and the nearest valid value, and a name that would be taken where one can be said.",
        Body = new(["spot_30s_IT_AB2CD3.mp4"]),
        Example = NameCheck.Of(NamePattern.Default, ["spot_30s_IT_AB2CD3.mp4"]),
    };

    public static readonly Operation<CheckNameRequest, MetadataPreview> Preview = new("previewMetadata", "POST /scaling/preview", Read)
    {
        ForgetsAnswer = true,
        Summary = "Say what the DAM would be told of a file of this name",
        Text = "Where its metadata would differ from its master's, and what would refuse it. Nothing is imported; what only the file itself says is left out.",
        Body = new("spot_30s_IT_AB2CD3.mp4"),
        Example = new(CheckedName.Of(NamePattern.Default.Read("spot_30s_IT_AB2CD3.mp4")), "spot_30s.mp4", DerivativeItem.Sample.Differences, []),
        Problems = [NoMaster, Refused, NotAnswered],
    };

    public static readonly Operation<OldImportRequest, OldImportReport> Import = new("importScaling", "POST /scaling/import", Write)
    {
        ForgetsAnswer = true,
        Summary = "Take over what the older scripts knew",
        Text = "Rows of their tables `master_assets` and `derivative_assets`. Tracking ids go on counting, and none of them is given again. The same again changes nothing.",
        Body = new([new("AB2CD3", "000af201d7130d1bb2778af672f3bfb554ea0002", "00084f808d1331bca1f24134bde9cd8e742f0001", "Harvest", "C-1042", "spot_30s.mp4", "73835521473", null, "active", "{}")], []),
        Example = new(1, 0, []),
    };

    public static readonly Operation<ScalingStatus> Status = new("getScalingStatus", "GET /scaling/status", Read)
    {
        Summary = "Count campaigns, masters and derivatives",
        Text = "By the names that the older system's status page had.",
        Example = new(120, 96, 3, 5, 12, 0),
    };

    public static void MapScaling(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, ScalingRequests.ListAsync);
        routes.Map(Get, ScalingRequests.GetAsync);
        routes.Map(Hold, ScalingRequests.HoldAsync).Form(CampaignPath, "hold", done => new Notice($"{done.Campaign.Name} is held.", Failed: false));
        routes.Map(Release, ScalingRequests.ReleaseAsync).Form(CampaignPath, "release", done => new Notice($"{done.Campaign.Name} goes on.", Failed: false));
        routes.Map(Advance, ScalingRequests.AdvanceAsync).Form(CampaignPath, "advance", done => new Notice($"{done.Campaign.Name} was moved to {done.Campaign.Status.ToUpperInvariant()}.", Failed: false));
        routes.Map(Expect, ScalingRequests.ExpectAsync).Form(CampaignPath, "deliverables", done => new Notice($"{done.Expected} derivatives are expected of {done.Campaign.Name}.", Failed: false));
        routes.Map(Withdraw, ScalingRequests.WithdrawAsync).Form(CampaignPath, "masters/{tracking}/withdraw", static _ => new Notice("The master does not count any more.", Failed: false));
        routes.Map(Restore, ScalingRequests.RestoreAsync).Form(CampaignPath, "masters/{tracking}/restore", static _ => new Notice("The master counts again.", Failed: false));
        routes.Map(CheckNames, ScalingRequests.CheckNames);
        routes.Map(Preview, ScalingRequests.PreviewAsync);
        routes.Map(Import, (OldImportRequest body, OldRecords records, CancellationToken cancellation) => records.TakeAsync(body, cancellation));
        routes.Map(Status, async (CampaignStore store, CancellationToken cancellation) => ScalingStatus.From(await store.CountsAsync(cancellation)));
    }
}
