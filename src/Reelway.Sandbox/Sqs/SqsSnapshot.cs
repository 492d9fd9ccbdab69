namespace Reelway.Sandbox.Sqs;

internal sealed record SqsSnapshot(SqsSettings Settings, IReadOnlyList<SqsQueueSnapshot> Queues, IReadOnlyList<SandboxRequest> Requests);

internal sealed record SqsQueueSnapshot(string Name, string Arn, string Url, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<SqsMessage> Messages);
