using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Box;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Scaling.Names;
using Reelway.Storage;

namespace Reelway.Scaling.Returning;

/// <summary>The step that looks at what an agency has brought: whose it is, and whether its name is as agreed.</summary>
internal sealed class DerivativeIntake(CampaignStore store, ScalingNames names, ConnectionPool connections, IdGenerator ids, Current<ScalingOptions> current, TimeProvider time)
{
    /// <summary>The step <c>receive</c>. Repeated, it looks at the file as it is then: a corrected name counts.</summary>
    public async Task<IntakenFile> ReceiveAsync(ReceivedFile input, RunId run, IStep step)
    {
        var its = current.Value.Box;
        var box = await connections.UseAsync<BoxFiles>(step, its.Connection);
        if (await FindAsync(box, input.File, step.Cancellation) is not { } file)
        {
            return new IntakenFile(input.File, input.Version, input.File, "The file is not in Box any more.");
        }

        var version = file.VersionId ?? input.Version;
        var seen = new IntakenFile(file.Id, version, file.Name);
        if (input.Version.Length > 0 && input.Version != version)
        {
            return seen with { Why = "A newer version of the file came meanwhile, which has a run of its own." };
        }

        var campaign = file.Path.Count == 0 ? null : await store.FindByBoxAsync(file.Path, step.Cancellation);
        if (await store.IsOwnAsync(file.Id, campaign?.Id, file.Name, step.Cancellation))
        {
            return seen with { Why = "It was uploaded from here." };
        }

        if (await store.FindDerivativeAsync(file.Id, version, step.Cancellation) is { State: DerivativeState.Working or DerivativeState.Imported } before && before.RunId != run.Value)
        {
            return seen with { Why = $"The run {new RunId(before.RunId)} has taken this version." };
        }

        var reading = names.Current.Read(file.Name);
        var master = reading.TrackingId is { } tracking ? await store.FindMasterAsync(tracking, step.Cancellation) : null;
        var row = new DerivativeRow
        {
            Id = ids.Next(),
            CampaignId = (master?.CampaignId ?? campaign?.Id)?.Value,
            MasterId = master?.Id,
            BoxFile = file.Id,
            BoxVersion = version,
            Name = file.Name,
            CleanName = reading.CleanName,
            Language = reading.Values.GetValueOrDefault(NameTokens.LanguageCode),
            Format = reading.Values.GetValueOrDefault(NameTokens.AssetType) ?? reading.Values.GetValueOrDefault(NameTokens.Duration),
            Uploader = UploaderOf(file),
            RunId = run.Value,
            CorrectedName = reading.CorrectedName,
            State = DerivativeState.Working,
        };
        if (ProblemOf(file, reading, master, campaign) is { } refusal)
        {
            var now = time.GetUtcNow();
            var refused = row with { State = DerivativeState.Refused, Problem = refusal };
            step.Commit(session => CampaignStore.KeepDerivativeAsync(session, refused, now.ToUnixTimeMilliseconds()));
            step.Announce(new DerivativeRefused(row.CampaignId is { } whose ? new CampaignId(whose).ToString() : null, file.Name, file.Id, version, refusal), now);
            return seen with { Refusal = refusal, Tracking = reading.TrackingId };
        }

        var ms = time.GetUtcNow().ToUnixTimeMilliseconds();
        step.Commit(session => CampaignStore.KeepDerivativeAsync(session, row, ms));
        return seen with { CleanName = reading.CleanName, Tracking = master!.TrackingId, Campaign = master.CampaignId.ToString() };
    }

    private static string? ProblemOf(BoxFile file, NameReading reading, MasterRow? master, CampaignRow? campaign)
        => !reading.IsValid ? $"\"{ShownText.Name(file.Name)}\" is not named as agreed. {string.Join(' ', reading.Violations.Select(violation => violation.ToString()))}"
            : master is null ? $"\"{ShownText.Name(file.Name)}\" has the tracking id {reading.TrackingId}, which no master has: take the one in the master's own name."
            : master.State == MasterState.Withdrawn ? $"The master {master.TrackingId} was withdrawn: nothing made of it is taken."
            : campaign is not null && campaign.Id != master.CampaignId ? $"\"{ShownText.Name(file.Name)}\" lies in the folder of {campaign.Name}, and its tracking id {master.TrackingId} is that of another campaign's master: move it, or name it by its own master."
            : null;

    private static async Task<BoxFile?> FindAsync(BoxFiles box, string id, CancellationToken cancellation)
    {
        try
        {
            return await box.FileAsync(id, cancellation);
        }
        catch (ConnectorException gone) when (gone.RemoteCode is "not_found" or "trashed")
        {
            // Somebody has removed it between its webhook and now.
            return null;
        }
    }

    private static string? UploaderOf(BoxFile file) => file.ModifiedByLogin ?? file.CreatedByLogin;
}
