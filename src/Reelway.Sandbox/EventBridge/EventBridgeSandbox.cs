using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.EventBridge;

/// <summary>Stand-in for the event buses of Amazon EventBridge, at <c>/eventbridge</c>. Any bus exists.</summary>
public sealed class EventBridgeSandbox : ISandboxSystem
{
    private const int KeptEvents = 10_000;

    private readonly AwsRequests _requests;
    private readonly AwsJsonService _service;
    private EventBridgeSettings _settings = new();

    internal EventBridgeSandbox(AwsRequests requests, TimeProvider time)
    {
        _requests = requests;
        var putEvents = new PutEvents(Events, () => Settings, time);
        _service = new AwsJsonService(
            requests, "events", "AWSEvents", "application/x-amz-json-1.1", "com.amazonaws.events",
            new Dictionary<string, Func<JsonObject, CancellationToken, Task<JsonObject?>>>
            {
                ["PutEvents"] = (body, _) => Task.FromResult<JsonObject?>(putEvents.Run(body)),
            });
    }

    /// <summary>Oldest first.</summary>
    public Journal<SandboxEvent> Events { get; } = new(KeptEvents);

    public Journal<SandboxRequest> Requests { get; } = new(KeptEvents);

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public EventBridgeSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value.Refuse() is { } reason ? throw new ArgumentException(reason) : value);
    }

    string ISandboxSystem.Name => "eventbridge";

    void ISandboxSystem.Map(IEndpointRouteBuilder routes) => routes.MapPost("/", _service.AnswerAsync);

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapSettings(SandboxJson.Strict.EventBridgeSettings, () => Settings, settings => Settings = settings);
    }

    object ISandboxSystem.Snapshot() => new EventBridgeSnapshot(Settings, Events.Entries, Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Events", ["Time", "Bus", "Source", "Type", "Detail"], [.. Events.Entries.Reverse().Select(put => new StateRow(
            put.At.ToString("u", CultureInfo.InvariantCulture), put.Bus, put.Source, put.DetailType, new StateCell(put.Detail, IsLong: true)))]),
    ];

    void ISandboxSystem.Reset()
    {
        Events.Clear();
        _requests.Reset();
        Requests.Clear();
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => AwsFaults.Refuse("eventbridge", fault);

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context) => _service.ReadAsync(context);

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
        => _service.WriteAsync(context, AwsFaults.Of(context, fault, _requests, AwsRefusals.Json, "ThrottlingException", 400));
}
