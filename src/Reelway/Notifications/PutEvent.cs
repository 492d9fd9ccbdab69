using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>The flow that puts one event on the bus, at least once: its id is the same whenever it comes.</summary>
[Flow(Flow)]
internal sealed class PutEvent(EventBridgeLine line, ConnectionPool connections, Current<NotificationsOptions> current) : IFlow<RecordedEvent, PutEventResult>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "eventbridge.put";

    /// <summary>Most events on their way at once.</summary>
    public const int MostOpen = 64;

    /// <inheritdoc/>
    public async Task<PutEventResult> RunAsync(RecordedEvent input, IRun run)
        => await run.StepAsync("put", step => PutAsync(input, step), new StepOptions { Retry = RetryPolicy.After(DeliveryWaits.All) });

    private async Task<PutEventResult> PutAsync(RecordedEvent told, IStep step)
    {
        var its = current.Value.Eventbridge;
        if (its.RuleOf(told.Type) is not { } rule)
        {
            step.Log(RunLogLevel.Info, $"No rule of notifications.eventbridge wants {told.Type} any more.");
            return new PutEventResult(Id: null);
        }

        var buses = await connections.UseAsync<AwsEvents>(step, its.Connection);
        var entry = rule.Entry(told, its.Bus);
        if (rule.ProblemOf(told) is var (member, problem))
        {
            throw FaultException.Permanent($"{SettingNames.FromProperty(member)} of the rule for {told.Type} {problem} Correct notifications.eventbridge, then retry the run.");
        }

        if (entry.Bytes > its.LargestEntryBytes)
        {
            throw FaultException.Permanent(
                $"The entry for {told.Type} about {told.Subject} has {entry.Bytes} bytes; at most {its.LargestEntryBytes} are taken (notifications.eventbridge.largest_entry_bytes). Put less into its detail, then retry the run.");
        }

        try
        {
            return new PutEventResult(await line.PutAsync(buses, entry, its.LargestEntryBytes, step.Cancellation));
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown)
        {
            throw new FaultException(
                new Fault(FaultKind.Transient, $"Nobody knows whether the bus took {told.Type} about {told.Subject}: no whole answer came. It is put again, with the same id in its detail."), fault);
        }
    }
}

/// <summary>What became of an event.</summary>
/// <param name="Id">AWS's id of it; null when no rule wanted it any more.</param>
internal sealed record PutEventResult(string? Id);
