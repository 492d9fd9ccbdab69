using System.Text.Json;
using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;

namespace Reelway.Engine.Execution;

internal sealed partial class StepExecution
{
    /// <summary>Whose children they are: asked for again, they are others.</summary>
    private string Group => $"{plan.Name}/{journal.RedoOf(plan.Name)}";

    private async Task<StepEnding> RunChildrenAsync(ChildrenPlan children)
    {
        try
        {
            if (children.Items.Count == 0)
            {
                return await FinishAsync(StepOutcome.Succeeded, "[]");
            }

            if (_former is null)
            {
                return await StartChildrenAsync(children);
            }

            return await Store.EndedChildrenAsync(lease.RunId, Group, tokens.Body) is { } ended
                ? await FinishAsync(StepOutcome.Succeeded, Gather(children, ended))
                : await ParkAsync(WaitingForChildren(children));
        }
        catch (FaultException failure)
        {
            return await FailAsync(failure.Fault, deadLetter: false);
        }
    }

    private async Task<StepEnding> StartChildrenAsync(ChildrenPlan asked)
    {
        var flow = asked.Flow;
        var children = new List<NewChild>(asked.Items.Count);
        for (var i = 0; i < asked.Items.Count; i++)
        {
            var input = asked.InputOf(i);
            children.Add(new NewChild(Store.NextId(), KeyOf(asked.Items[i]), input, FlowJson.Hash(input)));
        }

        var started = await services.Writes.RunAsync(
            token => Store.StartChildrenAsync(lease, new NewChildren(flow.Name, flow.Version, flow.Queue, Group, children, EngineTrace.Asking), WaitingForChildren(asked), token), tokens.Body);
        if (!started)
        {
            return new StepEnding.Stopped();
        }

        services.Doorbell.RingFor(flow.Queue);
        return new StepEnding.Parked();
    }

    // Deterministic, so that a start that is repeated finds the children of the first.
    private string KeyOf(string item) => $"{new RunId(lease.RunId)}/{Group}/{item}";

    private OpenStep WaitingForChildren(ChildrenPlan children)
        => _open.Waiting(WaitKind.Children, $"Waits for its {children.Items.Count} child runs of \"{plan.Name}\".", on: Group);

    private string Gather(ChildrenPlan children, IReadOnlyList<EndedChild> ended)
    {
        var byKey = ended.ToDictionary(child => child.Key);
        var stored = new List<StoredChild>(children.Items.Count);
        long length = 0;
        foreach (var item in children.Items)
        {
            var child = byKey.GetValueOrDefault(KeyOf(item)) ?? throw FaultException.Permanent(
                $"The run of \"{children.Flow.Name}\" with the key \"{KeyOf(item)}\" is not a child of step \"{plan.Name}\".");
            length += child.Output?.Length ?? 0;
            stored.Add(new StoredChild(
                child.Id, item, child.State, child.Output is null ? null : JsonSerializer.Deserialize<JsonElement>(child.Output), child.Why));
        }

        var most = services.Options.PayloadLimitBytes;
        return length <= most
            ? JsonSerializer.Serialize(stored, FlowJson.Options)
            : throw FaultException.Permanent(
                $"The results of the {stored.Count} child runs of \"{plan.Name}\" have {length} characters of JSON; at most {most} are stored (engine.payload_limit_bytes). Let flow \"{children.Flow.Name}\" return less.");
    }
}
