using System.Globalization;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;

namespace Reelway.Webhooks;

/// <summary>The flow that brings one event to one endpoint.</summary>
[Flow(Flow)]
internal sealed class DeliverWebhook(WebhookStore store, WebhookSender sender, WebhookOperations endpoints, WebhookEchoes echoes) : IFlow<DeliveryInput, DeliveryResult>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "webhooks.deliver";

    /// <summary>Most deliveries of an endpoint at once.</summary>
    public const int MostOpen = 64;

    private const int Gone = 410;

    /// <summary>An endpoint that fails for so long without a success in between is switched off.</summary>
    private static readonly TimeSpan LongestFailure = TimeSpan.FromDays(5);

    /// <inheritdoc/>
    public async Task<DeliveryResult> RunAsync(DeliveryInput input, IRun run)
    {
        var options = new StepOptions
        {
            Retry = RetryPolicy.After([.. DeliveryWaits.All.Take(input.Attempts - 1)]),
            // What comes from the events is bounded already.
            Limit = input.Again ? new ResourceLimit(WebhookEndpoint.ScopeOf(input.Endpoint), MostOpen) : null,
        };
        try
        {
            return await run.StepAsync("deliver", step => DeliverAsync(input, run.Id, step), options);
        }
        catch (FaultException)
        {
            await run.StepAsync("give-up", step =>
            {
                step.Commit(session => store.NoteFailedAsync(session, run.Id));
                return Task.CompletedTask;
            });
            throw;
        }
    }

    private async Task<DeliveryResult> DeliverAsync(DeliveryInput input, RunId run, IStep step)
    {
        // Asked at once, since every delivery asks.
        var found = store.FindAsync(input.Endpoint, step.Cancellation);
        await Task.WhenAll(step.ShareAsync([WebhookEndpoint.ScopeOf(input.Endpoint)]), found);
        var endpoint = await found
            ?? throw FaultException.Permanent($"The endpoint \"{input.Endpoint}\" was removed.");
        if (await echoes.IsOneAsync(input.Event, step.Cancellation))
        {
            throw FaultException.Permanent($"The endpoint \"{endpoint.Name}\" leads to a receiver of this server ({input.Event.Subject}), so this would go round for ever. Take {WebhookReceived.Type} from its types, or give it another address.");
        }

        var attempt = await sender.SendAsync(endpoint, WebhookMessage.Of(input.Event, endpoint.Settings.Template), step.Cancellation);
        if (attempt.Problem is not { } problem)
        {
            step.Commit(AttemptStore.Bulk, store.Logged(run, input, endpoint, attempt));
            return new DeliveryResult(attempt.Status!.Value);
        }

        var failingSince = await store.NoteAttemptAsync(run, input, endpoint, attempt, step.Cancellation);
        if (attempt.Status == Gone)
        {
            await EndAsync(endpoint, "It has answered 410 (Gone): it wants no more.", step);
        }

        if (attempt.At - failingSince >= LongestFailure)
        {
            await EndAsync(endpoint, $"Nothing has reached it for {LongestFailure.TotalDays} days, last: {problem}", step);
        }

        throw new FaultException(new Fault(
            attempt.Refused ? FaultKind.Permanent : FaultKind.Transient,
            $"The endpoint \"{endpoint.Name}\" did not take the event: {problem}", Until: attempt.At + attempt.RetryAfter));
    }

    // The delivery waits with all others until somebody enables the endpoint.
    private async Task EndAsync(WebhookEndpoint endpoint, string why, IStep step)
    {
        await endpoints.SwitchOffAsync(endpoint.Name, string.Create(CultureInfo.InvariantCulture, $"{why} Enable it when it takes webhooks again."), byItself: true, step.Cancellation);
        await step.ShareAsync([endpoint.Scope]);
    }
}

/// <summary>What is brought to whom.</summary>
/// <param name="Attempts">Attempts in all, as the endpoint had it when the delivery began.</param>
/// <param name="Again">True when somebody asked for it.</param>
internal sealed record DeliveryInput(string Endpoint, RecordedEvent Event, int Attempts, bool Again = false);

/// <summary>What the endpoint answered.</summary>
internal sealed record DeliveryResult(int Status);
