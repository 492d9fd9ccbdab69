using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.Sqs;

/// <summary>What can be asked of SQS, in AWS JSON 1.0.</summary>
internal sealed partial class SqsOperations(SqsWorld world, Func<SqsSettings> settings, TimeProvider time)
{
    private const int LargestBodyBytes = 1024 * 1024;

    private int _entries;

    public IReadOnlyDictionary<string, AwsOperation> All => new Dictionary<string, AwsOperation>
    {
        ["ReceiveMessage"] = ReceiveAsync,
        ["SendMessage"] = Now(Send),
        ["SendMessageBatch"] = Now(body => Batch(body, entry => SendTo(Queue(body), entry))),
        ["DeleteMessage"] = Now(Delete),
        ["DeleteMessageBatch"] = Now(body => Batch(body, entry => Delete(Queue(body), entry))),
        ["ChangeMessageVisibility"] = Now(body => ChangeVisibility(Queue(body), body)),
        ["ChangeMessageVisibilityBatch"] = Now(body => Batch(body, entry => ChangeVisibility(Queue(body), entry))),
        ["GetQueueAttributes"] = Now(GetAttributes),
        ["SetQueueAttributes"] = Now(SetAttributes),
        ["GetQueueUrl"] = Now(GetUrl),
        ["ListQueues"] = Now(_ => new JsonObject { ["QueueUrls"] = new JsonArray([.. world.Queues.Select(queue => JsonValue.Create(queue.Url))]) }),
        ["CreateQueue"] = Now(Create),
        ["DeleteQueue"] = Now(Remove),
        ["PurgeQueue"] = Now(Purge),
    };

    private static AwsOperation Now(Func<JsonObject, JsonObject?> operation) => (body, _) => Task.FromResult(operation(body));

    private async Task<JsonObject?> ReceiveAsync(JsonObject body, CancellationToken cancellation)
    {
        var queue = Queue(body);
        var most = Number(body, "MaxNumberOfMessages", 1, 1, 10);
        var visibility = body.ContainsKey("VisibilityTimeout") ? Number(body, "VisibilityTimeout", 0, 0, 43_200) : (int?)null;
        var wait = Number(body, "WaitTimeSeconds", int.Parse(queue.Attribute("ReceiveMessageWaitTimeSeconds") ?? "0", CultureInfo.InvariantCulture), 0, 20);
        var system = Names(body, "MessageSystemAttributeNames").Concat(Names(body, "AttributeNames")).ToHashSet(StringComparer.Ordinal);
        var until = time.GetUtcNow().AddSeconds(wait);
        while (true)
        {
            var messages = queue.Receive(most, visibility, settings(), (arn, message) => world.FindByArn(arn)?.Add(message));
            if (messages.Count > 0)
            {
                var withAttributes = Names(body, "MessageAttributeNames").Any();
                return new JsonObject { ["Messages"] = new JsonArray([.. messages.Select(message => message.ToJson(system, withAttributes))]) };
            }

            if (time.GetUtcNow() >= until)
            {
                // Nothing to deliver: the member is absent, and not an empty list.
                return [];
            }

            await queue.WaitAsync(until, cancellation);
        }
    }

    private JsonObject? Send(JsonObject body) => SendTo(Queue(body), body);

    private JsonObject SendTo(SqsQueue queue, JsonObject entry)
    {
        var text = (string?)entry["MessageBody"] ?? throw Missing("MessageBody");
        if (text.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(text) > LargestBodyBytes)
        {
            throw new AwsException("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be 1 to 1048576 bytes.");
        }

        if (Unsendable().IsMatch(text))
        {
            throw new AwsException("InvalidMessageContents", "The message contains characters outside the allowed set.");
        }

        var message = world.Send(queue, text, TimeSpan.FromSeconds(Number(entry, "DelaySeconds", 0, 0, 900)), entry["MessageAttributes"]?.DeepClone() as JsonObject);
        var answer = new JsonObject { ["MessageId"] = message.Id, ["MD5OfMessageBody"] = SqsMessage.Md5(text) };
        if (message.Md5OfAttributes() is { } digest)
        {
            answer["MD5OfMessageAttributes"] = digest;
        }

        return answer;
    }

    private JsonObject? Delete(JsonObject body)
    {
        Delete(Queue(body), body);
        return null;
    }

    private static JsonObject Delete(SqsQueue queue, JsonObject entry)
        => queue.Delete((string?)entry["ReceiptHandle"] ?? throw Missing("ReceiptHandle"))
            ? []
            : throw new AwsException("ReceiptHandleIsInvalid", "The input receipt handle is invalid.", 404);

    private static JsonObject ChangeVisibility(SqsQueue queue, JsonObject entry)
        => queue.ChangeVisibility((string?)entry["ReceiptHandle"] ?? throw Missing("ReceiptHandle"), Number(entry, "VisibilityTimeout", null, 0, 43_200))
            ? []
            : throw new AwsException("MessageNotInflight", "The message referred to isn't in flight.") { LegacyCode = "AWS.SimpleQueueService.MessageNotInflight" };

    private JsonObject Batch(JsonObject body, Func<JsonObject, JsonObject> one)
    {
        var entries = (body["Entries"] as JsonArray ?? []).Select(entry => entry as JsonObject ?? throw new FormatException("an entry is no object")).ToList();
        var ids = entries.Select(entry => (string?)entry["Id"] ?? "").ToList();
        var wrong = entries.Count switch
        {
            0 => "EmptyBatchRequest",
            > 10 => "TooManyEntriesInBatchRequest",
            _ when ids.Distinct().Count() != ids.Count => "BatchEntryIdsNotDistinct",
            _ when ids.Any(id => !EntryId().IsMatch(id)) => "InvalidBatchEntryId",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new AwsException(wrong, $"The batch was refused: {wrong}.") { LegacyCode = $"AWS.SimpleQueueService.{wrong}" };
        }

        var (successful, failed) = (new JsonArray(), new JsonArray());
        foreach (var (entry, id) in entries.Zip(ids))
        {
            try
            {
                if (settings().FailEveryEntry is > 0 and var every && Interlocked.Increment(ref _entries) % every == 0)
                {
                    throw new AwsException("InternalError", "We encountered an internal error. Please try again.", 500);
                }

                var answer = one(entry);
                answer["Id"] = id;
                successful.Add(answer);
            }
            catch (AwsException refusal)
            {
                failed.Add(new JsonObject { ["Id"] = id, ["SenderFault"] = refusal.Status < 500, ["Code"] = refusal.Code, ["Message"] = refusal.Message });
            }
        }

        // 200 even when every entry failed, and a list without members is left out.
        var both = new JsonObject();
        foreach (var (name, list) in new[] { ("Successful", successful), ("Failed", failed) }.Where(pair => pair.Item2.Count > 0))
        {
            both[name] = list;
        }

        return both;
    }

    private JsonObject? GetAttributes(JsonObject body)
    {
        var names = Names(body, "AttributeNames").ToHashSet(StringComparer.Ordinal);
        var found = Queue(body).AllAttributes().Where(pair => names.Contains("All") || names.Contains(pair.Key)).ToList();
        return found.Count == 0 ? [] : new JsonObject { ["Attributes"] = new JsonObject(found.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
    }

    private JsonObject? SetAttributes(JsonObject body)
    {
        var queue = Queue(body);
        foreach (var (name, value) in body["Attributes"] as JsonObject ?? throw Missing("Attributes"))
        {
            queue.Set(name, (string?)value ?? "");
        }

        return null;
    }

    private JsonObject? GetUrl(JsonObject body)
        => new() { ["QueueUrl"] = (world.FindByName((string?)body["QueueName"] ?? throw Missing("QueueName")) ?? throw Unknown()).Url };

    private JsonObject? Create(JsonObject body)
    {
        var name = (string?)body["QueueName"] ?? throw Missing("QueueName");
        if (!QueueName().IsMatch(name))
        {
            throw new AwsException("InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }

        var attributes = (body["Attributes"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
        return new() { ["QueueUrl"] = world.Ensure(name, attributes).Url };
    }

    private JsonObject? Remove(JsonObject body)
    {
        world.Remove(Queue(body));
        return null;
    }

    private JsonObject? Purge(JsonObject body)
    {
        Queue(body).Clear();
        return null;
    }

    private SqsQueue Queue(JsonObject body) => world.FindByUrl((string?)body["QueueUrl"] ?? throw Missing("QueueUrl")) ?? throw Unknown();

    private static IEnumerable<string> Names(JsonObject body, string member) => (body[member] as JsonArray ?? []).Select(name => (string?)name ?? "");

    private static int Number(JsonObject body, string member, int? otherwise, int least, int most)
    {
        var number = (int?)body[member] ?? otherwise ?? throw Missing(member);
        return number >= least && number <= most ? number : throw new AwsException(
            "InvalidParameterValueException", $"Value {number} for parameter {member} is invalid. Reason: Must be between {least} and {most}, if provided.")
        {
            LegacyCode = "InvalidParameterValue",
        };
    }

    private static AwsException Unknown()
        => new("QueueDoesNotExist", "The specified queue does not exist.") { LegacyCode = "AWS.SimpleQueueService.NonExistentQueue" };

    private static AwsException Missing(string member) => new("MissingRequiredParameterException", $"The request must contain the parameter {member}.");

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,80}$")]
    private static partial Regex EntryId();

    [GeneratedRegex(@"^(?=.{1,80}$)[A-Za-z0-9_-]+(\.fifo)?$")]
    private static partial Regex QueueName();

    [GeneratedRegex(@"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\uD800-\uDFFF]")]
    private static partial Regex Unsendable();
}
