using System.Text.Json.Nodes;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;

namespace Reelway.Sandbox.EventBridge;

/// <summary>Stand-in for the event buses of Amazon EventBridge, at <c>/eventbridge</c>. Any bus exists.</summary>
public sealed class EventBridgeSandbox : AwsJsonResident<EventBridgeSettings>
{
    internal EventBridgeSandbox(SandboxGround ground, AwsRequests requests)
        : base("eventbridge", requests, new AwsProtocol("events", "AWSEvents.", "application/x-amz-json-1.1", "com.amazonaws.events", "ThrottlingException"))
    {
        var putEvents = new PutEvents(Events, () => Settings, ground.Time);
        Operations = new Dictionary<string, AwsOperation> { ["PutEvents"] = (body, _) => Task.FromResult<JsonObject?>(putEvents.Run(body)) };
    }

    /// <summary>Oldest first.</summary>
    public Journal<SandboxEvent> Events { get; } = new(Kept);

    internal override object State => new { Events = Events.Entries };

    private protected override IReadOnlyDictionary<string, AwsOperation> Operations { get; }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Events", ["Time", "Bus", "Source", "Type", "Detail"], [.. Events.Entries.Reverse().Select(put => new StateRow(
            put.At, put.Bus, put.Source, put.DetailType, StateCell.Long(put.Detail)))]),
    ];

    internal override SampleConnection Connection(Uri sandbox) => Connection($"events_url: {sandbox}eventbridge/");

    internal override void Reset()
    {
        Events.Clear();
        base.Reset();
    }
}
