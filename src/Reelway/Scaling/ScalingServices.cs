using System.Security.Cryptography;
using Reelway.Engine;
using Reelway.Frame.Schedules;
using Reelway.Scaling.Announcing;
using Reelway.Scaling.Importing;
using Reelway.Scaling.Names;
using Reelway.Scaling.Returning;
using Reelway.Scaling.Sending;
using Reelway.Scaling.Telling;

namespace Reelway.Scaling;

/// <summary>Registers content scaling.</summary>
internal static class ScalingServices
{
    /// <summary>Adds the flows and all that they work with. Needs a <see cref="ScalingOptions"/>, events, media, the engine and the connections.</summary>
    public static IServiceCollection AddScaling(this IServiceCollection services) => services
        .AddFlow<PollCampaigns, ScheduledSlot, PolledCampaigns>()
        .AddFlow<SendMasters, SendMastersInput, SentMasters>()
        .AddFlow<SendMaster, SendMasterInput, SentMaster>()
        .AddFlow<ReceiveDerivative, ReceivedFile, TakenDerivative>()
        .AddFlow<AdvanceCampaign, AdvanceInput, AdvancedRound>()
        .AddFlow<ReconcileBox, ScheduledSlot, ReconcileReport>()
        .AddFlow<TellOfTrouble, ToldTrouble, ToldTrouble>()
        .AddSingleton<CampaignStore>()
        .AddSingleton<NextTrackingId>(static () => TrackingId.New(RandomNumberGenerator.GetInt32))
        .AddScoped<ScalingNames>()
        .AddSingleton<DomainCaches>()
        .AddSingleton<CampaignWebhookSender>()
        .AddScoped<CampaignReading>()
        .AddScoped<CampaignPoll>()
        .AddScoped<MastersLook>()
        .AddScoped<MasterTransfer>()
        .AddScoped<DerivativeIntake>()
        .AddScoped<DerivativeMetadata>()
        .AddScoped<DerivativeImport>()
        .AddScoped<CampaignCompletion>()
        .AddScoped<BoxComparison>()
        .AddScoped<CampaignAdvance>()
        .AddScoped<CampaignChanges>()
        .AddScoped<CampaignBoard>()
        .AddScoped<OldRecords>()
        .AddScoped<ScalingFacts>()
        .AddScoped<ScalingTelling>()
        .AddSingleton<IRunWitness, ScalingEndings>();

    /// <summary>Adds those who mail what did not work.</summary>
    public static IServiceCollection AddScalingMails(this IServiceCollection services)
        => TellOfTrouble.Subscriptions.Aggregate(services, static (its, one) => its.AddSingleton(one));
}
