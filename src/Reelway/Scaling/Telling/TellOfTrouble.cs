using System.Globalization;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Scaling.Returning;
using Reelway.Scaling.Sending;

namespace Reelway.Scaling.Telling;

/// <summary>The flow that mails what did not work: a file that was not taken, a campaign that is stuck. It follows from events, so that whatever stops a run is mailed, and once.</summary>
[Flow(Flow)]
internal sealed class TellOfTrouble(ScalingTelling telling) : IFlow<ToldTrouble, ToldTrouble>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.tell";

    /// <summary>Those who want to hear of it.</summary>
    public static IReadOnlyList<Subscription> Subscriptions { get; } =
    [
        Subscription.To<DerivativeRefused, ToldTrouble>("scaling.refused", Flow, told => new ToldTrouble(Campaign: null, told.BoxFile, told.BoxVersion, told.Reason)),
        new("scaling.stuck", [RunNeedsPerson.Type, RunFailed.Type], static (told, key) => RunStart.Of(
            Flow, key, new ToldTrouble(told.Data.GetProperty("key").GetString()!.Split('/')[0], File: null, Version: null, told.Data.GetProperty("reason").GetString()!)))
        {
            // What is done in part has its own mail.
            Wants = static told => IsOf(told, SendMasters.Flow, AdvanceCampaign.Flow),
        },
        // Once an hour: while the DAM does not answer, each look fails.
        new("scaling.critical", [RunNeedsPerson.Type, RunFailed.Type], static (told, _) => RunStart.Of(
            Flow, string.Create(CultureInfo.InvariantCulture, $"critical/{told.Time.UtcDateTime:yyyyMMddHH}"),
            new ToldTrouble(Campaign: null, File: null, Version: null, told.Data.GetProperty("reason").GetString()!)))
        {
            Wants = static told => IsOf(told, PollCampaigns.Flow, ReconcileBox.Flow),
        },
    ];

    private static bool IsOf(RecordedEvent told, params ReadOnlySpan<string> flows)
        => flows.Contains(told.Data.GetProperty("flow").GetString()) && !(told.Data.TryGetProperty("partial", out var partial) && partial.GetBoolean());

    /// <inheritdoc/>
    public async Task<ToldTrouble> RunAsync(ToldTrouble input, IRun run)
    {
        await run.TellAsync(step => telling.OfTroubleAsync(input, step), (plan, step) => telling.CallAsync(plan, step), (plan, address, step) => telling.MailAsync(plan, address, step));
        return input;
    }
}

/// <summary>What did not work.</summary>
/// <param name="Campaign">The campaign that is stuck; null for a file, and for what stops all of them.</param>
internal sealed record ToldTrouble(string? Campaign, string? File, string? Version, string Error);
