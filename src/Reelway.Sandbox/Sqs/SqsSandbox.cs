using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;

namespace Reelway.Sandbox.Sqs;

/// <summary>Stand-in for Amazon SQS, at <c>/sqs</c>: JSON protocol, signed requests.</summary>
public sealed class SqsSandbox : AwsJsonResident<SqsSettings>
{
    internal SqsSandbox(SandboxGround ground, AwsRequests requests)
        : base("sqs", requests, new AwsProtocol("sqs", "AmazonSQS.", "application/x-amz-json-1.0", "com.amazonaws.sqs", "RequestThrottled"))
    {
        World = new SqsWorld(ground.Options.Aws, ground.Time);
        Operations = new SqsOperations(World, () => Settings, ground.Time).All;
    }

    internal SqsWorld World { get; }

    internal override object State => new
    {
        Queues = World.Queues.Select(queue => new { queue.Name, queue.Arn, queue.Url, Attributes = queue.AllAttributes(), queue.Messages }),
    };

    private protected override IReadOnlyDictionary<string, AwsOperation> Operations { get; }

    /// <summary>What a queue holds, what is hidden included.</summary>
    public IReadOnlyList<SqsMessage> Messages(string queue) => Need(queue).Messages;

    /// <summary>Puts a message into a queue, as anybody in the account may.</summary>
    public SqsMessage Send(string queue, string body) => World.Send(Need(queue), body, TimeSpan.Zero);

    /// <summary>Makes a queue; one that is there stays as it is. Returns its URL.</summary>
    public string Create(string queue, IReadOnlyDictionary<string, string>? attributes = null)
        => World.Ensure(queue, attributes ?? new Dictionary<string, string>()).Url;

    /// <summary>A queue's ARN.</summary>
    public string ArnOf(string queue) => Need(queue).Arn;

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Queued messages", ["Queue", "Sent", "Received", "Body"], [.. World.Queues.SelectMany(queue => queue.Messages.Select(message => new StateRow(
            queue.Name, message.SentAt, message.ReceiveCount, StateCell.Long(message.Body))))]),
    ];

    internal override SampleConnection Connection(Uri sandbox) => Connection($"sqs_url: {sandbox}sqs/");

    internal override void Reset()
    {
        World.Reset();
        base.Reset();
    }

    private SqsQueue Need(string queue) => World.FindByName(queue) ?? throw new ArgumentException($"There is no queue {queue}.", nameof(queue));
}
