using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Aws;

/// <param name="OldMessage">Some services spell it with a capital.</param>
internal sealed record AwsErrorBody(
    [property: JsonPropertyName("__type")] string? Type, [property: JsonPropertyName("message")] string? Message, [property: JsonPropertyName("Message")] string? OldMessage);

/// <remarks>Older servers know only <paramref name="AttributeNames"/>, newer ones prefer the other; both are sent.</remarks>
internal sealed record ReceiveRequest(
    string QueueUrl, int MaxNumberOfMessages, int WaitTimeSeconds, int VisibilityTimeout, IReadOnlyList<string> MessageSystemAttributeNames,
    IReadOnlyList<string> AttributeNames);

internal sealed record ReceiveReply(IReadOnlyList<MessageRow>? Messages);

internal sealed record MessageRow(
    string? MessageId, string? ReceiptHandle, [property: JsonPropertyName("MD5OfBody")] string? Md5OfBody, string? Body, IReadOnlyDictionary<string, string>? Attributes);

internal sealed record DeleteBatchRequest(string QueueUrl, IReadOnlyList<HandleEntry> Entries);

internal sealed record HandleEntry(string Id, string ReceiptHandle);

internal sealed record BatchReply(IReadOnlyList<BatchSuccess>? Successful, IReadOnlyList<BatchFailure>? Failed);

internal sealed record BatchSuccess(string? Id);

internal sealed record BatchFailure(string? Id, string? Code, string? Message);

internal sealed record VisibilityRequest(string QueueUrl, string ReceiptHandle, int VisibilityTimeout);

internal sealed record SendMessageRequest(
    string QueueUrl, string MessageBody,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageGroupId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageDeduplicationId);

internal sealed record QueueAttributesRequest(string QueueUrl, IReadOnlyList<string> AttributeNames);

internal sealed record QueueAttributesReply(IReadOnlyDictionary<string, string>? Attributes);

internal sealed record QueueUrlRequest(string QueueName);

internal sealed record QueueUrlReply(string? QueueUrl);

internal sealed record ListQueuesRequest;

internal sealed record ListQueuesReply(IReadOnlyList<string>? QueueUrls);

internal sealed record PutEventsRequest(IReadOnlyList<EventEntry> Entries);

/// <param name="Detail">A JSON object as text.</param>
internal sealed record EventEntry(string Source, string DetailType, string Detail, string? EventBusName, double? Time);

internal sealed record PutEventsReply(IReadOnlyList<EventResult>? Entries);

internal sealed record EventResult(string? EventId, string? ErrorCode, string? ErrorMessage);

internal sealed record SecretRequest(string SecretId);

internal sealed record SecretReply(string? SecretString, byte[]? SecretBinary);

internal sealed record ListSchedulesReply(IReadOnlyList<ScheduleRow>? Schedules, string? NextToken);

internal sealed record ScheduleRow(string? Name, string? GroupName, string? State);

/// <summary>The services spell their members like .NET does, and refuse null.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AwsErrorBody))]
[JsonSerializable(typeof(ReceiveRequest))]
[JsonSerializable(typeof(ReceiveReply))]
[JsonSerializable(typeof(DeleteBatchRequest))]
[JsonSerializable(typeof(BatchReply))]
[JsonSerializable(typeof(VisibilityRequest))]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(QueueAttributesRequest))]
[JsonSerializable(typeof(QueueAttributesReply))]
[JsonSerializable(typeof(QueueUrlRequest))]
[JsonSerializable(typeof(QueueUrlReply))]
[JsonSerializable(typeof(ListQueuesRequest))]
[JsonSerializable(typeof(ListQueuesReply))]
[JsonSerializable(typeof(PutEventsRequest))]
[JsonSerializable(typeof(PutEventsReply))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(SecretReply))]
[JsonSerializable(typeof(ListSchedulesReply))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class AwsJson : JsonSerializerContext;
