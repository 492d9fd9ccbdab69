using Reelway.Engine;
using Reelway.Scaling.Telling;

namespace Reelway.Scaling.Sending;

/// <summary>The flow that sends a campaign's masters to its agency, and moves it on when all of them are there.</summary>
/// <remarks>Each try is a run of its own, which sends what is missing. The steps' names are stored with every run: they never change.</remarks>
[Flow(Flow)]
internal sealed class SendMasters(MastersLook look, CampaignAdvance advance, ScalingTelling telling) : IFlow<SendMastersInput, SentMasters>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.send";

    /// <inheritdoc/>
    public async Task<SentMasters> RunAsync(SendMastersInput input, IRun run)
    {
        var found = await run.StepAsync("look", step => look.LookAsync(input, step));
        if (found.Why is { } why)
        {
            await run.SkipAsync("send", why);
            return new SentMasters(input.Campaign, Total: 0, Sent: 0, Advanced: false);
        }

        await run.StepAsync("folder", step => look.FolderAsync(input, found, step));
        await run.ForEachAsync<SendMaster, string, SendMasterInput, SentMaster>(
            "send", found.ToSend, tracking => $"{tracking}/{input.Try}", tracking => new SendMasterInput(tracking, input.Campaign));
        var sum = await run.StepAsync("sum", step => look.SumAsync(input, step));
        if (!sum.IsComplete)
        {
            run.MarkPartial(sum.Sentence);
            if (sum.IsNews)
            {
                await run.TellAsync(step => telling.OfMissingAsync(input.Campaign, step), (plan, step) => telling.CallAsync(plan, step), (plan, address, step) => telling.MailAsync(plan, address, step));
            }

            return new SentMasters(input.Campaign, sum.Total, sum.Sent, Advanced: false);
        }

        var moved = await run.StepAsync("advance", step => advance.AdvanceAsync(input.Campaign, CampaignStatus.A1, CampaignStatus.A2, step));
        if (moved.IsOurs)
        {
            await run.TellAsync(step => telling.OfAdvanceAsync(input.Campaign, CampaignStatus.A1, CampaignStatus.A2, step), (plan, step) => telling.CallAsync(plan, step), (plan, address, step) => telling.MailAsync(plan, address, step));
        }

        return new SentMasters(input.Campaign, sum.Total, sum.Sent, Advanced: true);
    }
}

/// <summary>Whose masters a run sends.</summary>
/// <param name="Try">Which of its runs this is.</param>
internal sealed record SendMastersInput(string Campaign, long Try);

/// <summary>What there is to send.</summary>
/// <param name="Why">Why nothing is sent; null when something may be.</param>
/// <param name="ToSend">Tracking ids of the masters that are not in Box.</param>
internal sealed record FoundMasters(string? Why, string Name, string? Number, IReadOnlyList<string> ToSend);

/// <summary>What became of the masters.</summary>
/// <param name="IsNews">True when nobody was told of what is missing.</param>
internal sealed record MastersSum(int Total, int Sent, string Sentence, bool IsNews)
{
    public bool IsComplete => Total > 0 && Sent == Total;
}

/// <summary>What a run has sent.</summary>
internal sealed record SentMasters(string Campaign, int Total, int Sent, bool Advanced);
