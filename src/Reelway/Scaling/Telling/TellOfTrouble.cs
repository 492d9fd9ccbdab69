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
            Wants = static told => told.Data.GetProperty("flow").GetString() is SendMasters.Flow or AdvanceCampaign.Flow
                && !(told.Data.TryGetProperty("partial", out var partial) && partial.GetBoolean()),
        },
    ];

    /// <inheritdoc/>
    public async Task<ToldTrouble> RunAsync(ToldTrouble input, IRun run)
    {
        await run.TellAsync(step => telling.OfTroubleAsync(input, step), (plan, step) => telling.CallAsync(plan, step), (plan, address, step) => telling.MailAsync(plan, address, step));
        return input;
    }
}

/// <summary>What did not work.</summary>
/// <param name="Campaign">The campaign that is stuck; null for a file.</param>
internal sealed record ToldTrouble(string? Campaign, string? File, string? Version, string Error);
