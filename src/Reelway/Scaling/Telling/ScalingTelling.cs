using Reelway.Connections;
using Reelway.Connectors.Mail;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Notifications;
using Reelway.Scaling.Announcing;
using Reelway.Scaling.Mails;

namespace Reelway.Scaling.Telling;

/// <summary>The steps that tell people and systems what became of campaigns and files.</summary>
internal sealed class ScalingTelling(
    ScalingFacts facts, CampaignWebhookSender sender, ConnectionPool connections, Current<ScalingOptions> current, Current<NotificationsOptions> notifications)
{
    /// <summary>A campaign was moved.</summary>
    public async Task<TellPlan> OfAdvanceAsync(string campaign, string from, string to, IStep step)
    {
        var plan = await PlanAsync(
            new TellPlan(to == CampaignStatus.A2 ? ScalingMailKind.A1ToA2Complete.Name : ScalingMailKind.A2ToA3Complete.Name) { Campaign = campaign, From = from, To = to }, its => its.Success, step);
        return await WithHookAsync(plan, CampaignWebhook.StatusUpdate, step);
    }

    /// <summary>Some of a campaign's masters could not be sent.</summary>
    public Task<TellPlan> OfMissingAsync(string campaign, IStep step) => PlanAsync(new TellPlan(ScalingMailKind.A1ToA2Partial.Name) { Campaign = campaign }, its => its.Errors, step);

    /// <summary>A derivative is in the DAM.</summary>
    public Task<TellPlan> OfImportAsync(string file, string version, IStep step)
        => WithHookAsync(new TellPlan(Template: null) { File = file, Version = version }, CampaignWebhook.UploadComplete, step);

    /// <summary>A file was not taken, a campaign is stuck, or all of them are. Whoever brought the file is told as well.</summary>
    public async Task<TellPlan> OfTroubleAsync(ToldTrouble trouble, IStep step)
    {
        if (trouble.Campaign is { } campaign)
        {
            return await PlanAsync(new TellPlan(ScalingMailKind.CampaignProcessingFailed.Name) { Campaign = campaign, Error = trouble.Error }, its => its.Errors, step);
        }

        if (trouble.File is null)
        {
            return await PlanAsync(new TellPlan(ScalingMailKind.CriticalError.Name) { Error = trouble.Error }, its => its.Critical, step);
        }

        var uploader = await facts.UploaderAsync(trouble.File, trouble.Version!, step.Cancellation);
        IEnumerable<string> more = uploader is not null && OutgoingMail.IsAddress(uploader) ? [uploader] : [];
        return await PlanAsync(new TellPlan(ScalingMailKind.UploadFailed.Name) { File = trouble.File, Version = trouble.Version }, its => its.Errors.Concat(more), step);
    }

    /// <summary>The step <c>webhook</c>.</summary>
    public Task CallAsync(TellPlan plan, IStep step)
        => CampaignWebhook.Find(current.Value.Webhooks, plan.Hook!) is { } hook ? sender.SendAsync(hook, plan.Payload!, step.Cancellation) : Task.CompletedTask;

    /// <summary>The steps <c>mail:ADDRESS</c>.</summary>
    public async Task MailAsync(TellPlan plan, string address, IStep step)
    {
        var mailer = await connections.UseAsync<IMailer>(step, notifications.Value.MailConnection);
        var templates = await ScalingMailTemplates.ReadAsync(current.Value.TemplatesFile, step.Cancellation);
        var mail = templates.Render(ScalingMailKind.All.First(kind => kind.Name == plan.Template), await facts.OfAsync(plan, step.Cancellation));
        await mailer.SendAsync(new OutgoingMail(address, ToName: null, mail.Subject, mail.Text, mail.Html, step.IdempotencyKey) { IsNotice = true }, step.Cancellation);
    }

    private Task<TellPlan> PlanAsync(TellPlan plan, Func<MailRecipients, IEnumerable<string>> whom, IStep step)
    {
        var its = notifications.Value;
        if (!its.Enabled)
        {
            step.Log(RunLogLevel.Warning, EventMails.MailsAreOff);
            return Task.FromResult(plan);
        }

        return Task.FromResult(plan with { Recipients = [.. whom(its.Recipients).Distinct(StringComparer.OrdinalIgnoreCase)] });
    }

    // What it is told is made once, so that each call brings the same.
    private async Task<TellPlan> WithHookAsync(TellPlan plan, string name, IStep step) => CampaignWebhook.Find(current.Value.Webhooks, name) is { } hook
        ? plan with { Hook = name, Payload = hook.Payload(await facts.OfAsync(plan, step.Cancellation)), Attempts = hook.MaxRetries + 1 }
        : plan;
}

/// <summary>Who is told what.</summary>
/// <param name="Template">The mail's; null for none.</param>
internal sealed record TellPlan(string? Template)
{
    public string? Campaign { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? File { get; init; }

    public string? Version { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The webhook that is called; null for none.</summary>
    public string? Hook { get; init; }

    public string? Payload { get; init; }

    /// <summary>How often its call is tried.</summary>
    public int Attempts { get; init; } = 1;
}

/// <summary>How flows tell of something.</summary>
internal static class TellingSteps
{
    /// <summary>Calls the webhook and sends the mails of a plan. Each mail is a step of its own, so that a failing address neither stops nor repeats the others.</summary>
    public static async Task TellAsync(
        this IRun run, Func<IStep, Task<TellPlan>> planned, Func<TellPlan, IStep, Task> call, Func<TellPlan, string, IStep, Task> mail)
    {
        var plan = await run.StepAsync("tell", planned);
        if (plan.Payload is not null)
        {
            try
            {
                await run.StepAsync("webhook", step => call(plan, step), new StepOptions { Retry = RetryPolicy.Default with { MaxAttempts = plan.Attempts } });
            }
            catch (FaultException fault)
            {
                run.MarkPartial($"The webhook {plan.Hook} was not called: {fault.Message}");
            }
        }

        foreach (var address in plan.Recipients)
        {
            await run.MailAsync(new Letter(address, plan.Template), box: "", step => mail(plan, address, step));
        }
    }
}
