using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Sqs;

/// <summary>Stand-in for Amazon SQS, at <c>/sqs</c>: JSON protocol, signed requests.</summary>
public sealed class SqsSandbox : ISandboxSystem
{
    private const int KeptRequests = 5_000;

    private readonly SqsWorld _world;
    private readonly AwsRequests _requests;
    private readonly AwsJsonService _service;

    internal SqsSandbox(SqsWorld world, AwsRequests requests, TimeProvider time)
    {
        _world = world;
        _requests = requests;
        _service = new AwsJsonService(requests, "sqs", "AmazonSQS", "application/x-amz-json-1.0", "com.amazonaws.sqs", new SqsOperations(world, time).All);
    }

    public Journal<SandboxRequest> Requests { get; } = new(KeptRequests);

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public SqsSettings Settings
    {
        get => _world.Settings;
        set => _world.Settings = value;
    }

    string ISandboxSystem.Name => "sqs";

    /// <summary>What a queue holds, what is hidden included.</summary>
    public IReadOnlyList<SqsMessage> Messages(string queue) => Need(queue).Messages;

    /// <summary>Puts a message into a queue, as anybody in the account may.</summary>
    public SqsMessage Send(string queue, string body) => _world.Send(Need(queue), body, TimeSpan.Zero);

    /// <summary>Makes a queue; one that is there stays as it is. Returns its URL.</summary>
    public string Create(string queue, IReadOnlyDictionary<string, string>? attributes = null)
        => _world.Ensure(queue, attributes ?? new Dictionary<string, string>()).Url;

    /// <summary>A queue's ARN.</summary>
    public string ArnOf(string queue) => Need(queue).Arn;

    void ISandboxSystem.Map(IEndpointRouteBuilder routes) => routes.MapPost("/", _service.AnswerAsync);

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapSettings(SandboxJson.Strict.SqsSettings, () => Settings, settings => Settings = settings);
    }

    object ISandboxSystem.Snapshot() => new SqsSnapshot(
        Settings, [.. _world.Queues.Select(queue => new SqsQueueSnapshot(queue.Name, queue.Arn, queue.Url, queue.AllAttributes(), queue.Messages))], Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Queued messages", ["Queue", "Sent", "Received", "Body"], [.. _world.Queues.SelectMany(queue => queue.Messages.Select(message => new StateRow(
            queue.Name, message.SentAt.ToString("u", CultureInfo.InvariantCulture), message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
            new StateCell(message.Body, IsLong: true))))]),
    ];

    void ISandboxSystem.Reset()
    {
        _world.Reset();
        _requests.Reset();
        Requests.Clear();
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => AwsFaults.Refuse("sqs", fault);

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context) => _service.ReadAsync(context);

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
        => _service.WriteAsync(context, AwsFaults.Of(context, fault, _requests, AwsRefusals.Json, "RequestThrottled", 400));

    private SqsQueue Need(string queue) => _world.FindByName(queue) ?? throw new ArgumentException($"There is no queue {queue}.", nameof(queue));
}
