using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Aws;

/// <summary>The queues (SQS) of one AWS connection, for whoever takes messages out of them.</summary>
/// <remarks>Every method fails with <see cref="ConnectorException"/> only, besides cancellation. Safe for calls at the same time.</remarks>
public sealed class AwsQueues
{
    /// <summary>Most messages in one receive or delete.</summary>
    public const int MostMessages = 10;

    /// <summary>Longest wait of a receive.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly IReadOnlyList<string> Attributes = ["ApproximateReceiveCount", "SentTimestamp"];

    private readonly AwsJsonClient _client;
    private readonly ILogger _log;

    private AwsQueues(AwsJsonClient client, ILogger log)
    {
        _client = client;
        _log = log;
    }

    /// <summary>The queues of a connection with these options.</summary>
    public static AwsQueues Create(AwsOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var redactor = new Redactor(options.SecretKey, options.SessionToken);
        return new AwsQueues(
            new AwsJsonClient(AwsService.Sqs, options.SqsUrl, options, new AwsCredentials(options, redactor), http, redactor), http.Logs.CreateLogger<AwsQueues>());
    }

    /// <summary>Up to ten messages; none when the wait is over, which does not mean that the queue is empty.</summary>
    /// <param name="hidden">How long nobody else sees them.</param>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queueUrl, int most, TimeSpan wait, TimeSpan hidden, CancellationToken cancellation)
    {
        var request = new ReceiveRequest(
            queueUrl, Math.Clamp(most, 1, MostMessages), (int)Math.Clamp(wait.TotalSeconds, 0, LongestWait.TotalSeconds),
            (int)Math.Clamp(hidden.TotalSeconds, 0, 43_200), Attributes, Attributes);
        var answer = await _client.CallAsync(
            $"receive from queue {queueUrl}", "ReceiveMessage", request, AwsJson.Default.ReceiveRequest, CallEffect.None, wait, cancellation);
        var rows = _client.Read(answer, AwsJson.Default.ReceiveReply).Messages ?? [];
        return [.. rows.Where(IsWhole).Select(row => new QueueMessage(
            row.MessageId ?? "", row.ReceiptHandle!, row.Body!, Number(row, "ApproximateReceiveCount") is { } count ? (int)Math.Min(count, int.MaxValue) : null,
            Number(row, "SentTimestamp") is { } sent and > 0 and < 253_402_300_799_000 ? DateTimeOffset.FromUnixTimeMilliseconds(sent) : null))];
    }

    /// <summary>Deletes messages by the handles of their latest receive.</summary>
    /// <returns>Why single ones were not deleted, by handle: they come again.</returns>
    public async Task<IReadOnlyDictionary<string, string>> DeleteAsync(string queueUrl, IReadOnlyList<string> handles, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(handles);
        var failed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in handles.Distinct(StringComparer.Ordinal).Chunk(MostMessages))
        {
            var entries = some.Select((handle, at) => new HandleEntry(at.ToString(CultureInfo.InvariantCulture), handle)).ToList();
            var answer = await _client.CallAsync(
                $"delete {some.Length} messages of queue {queueUrl}", "DeleteMessageBatch", new DeleteBatchRequest(queueUrl, entries),
                AwsJson.Default.DeleteBatchRequest, CallEffect.Repeatable, TimeSpan.Zero, cancellation);
            var reply = _client.Read(answer, AwsJson.Default.BatchReply);
            var done = (reply.Successful ?? []).Select(entry => entry.Id).ToHashSet();
            // Status 200 says nothing: each entry succeeds or fails by itself.
            foreach (var entry in entries.Where(entry => !done.Contains(entry.Id)))
            {
                var why = (reply.Failed ?? []).FirstOrDefault(failure => failure.Id == entry.Id);
                failed[entry.ReceiptHandle] = why is null ? "the answer does not name it" : $"{why.Message} [{why.Code}]";
            }
        }

        return failed;
    }

    /// <summary>Sends a message. Repeated after an answer that was lost, it may come twice, but not in a FIFO queue within five minutes.</summary>
    /// <param name="name">What tells it from others, for a FIFO queue.</param>
    public Task SendAsync(string queueUrl, string body, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queueUrl);
        var isFifo = queueUrl.EndsWith(".fifo", StringComparison.Ordinal);
        return _client.CallAsync(
            $"send a message to queue {queueUrl}", "SendMessage", new SendMessageRequest(queueUrl, body, isFifo ? "reelway" : null, isFifo ? name : null),
            AwsJson.Default.SendMessageRequest, CallEffect.Repeatable, TimeSpan.Zero, cancellation);
    }

    /// <summary>Hides a received message for so long from now on; zero gives it back at once.</summary>
    public Task ChangeVisibilityAsync(string queueUrl, string handle, TimeSpan hidden, CancellationToken cancellation) => _client.CallAsync(
        $"hide a message of queue {queueUrl}", "ChangeMessageVisibility", new VisibilityRequest(queueUrl, handle, (int)Math.Clamp(hidden.TotalSeconds, 0, 43_200)),
        AwsJson.Default.VisibilityRequest, CallEffect.Repeatable, TimeSpan.Zero, cancellation);

    /// <summary>All attributes of a queue; each value is text.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAttributesAsync(string queueUrl, CancellationToken cancellation)
    {
        var answer = await _client.CallAsync(
            $"read the attributes of queue {queueUrl}", "GetQueueAttributes", new QueueAttributesRequest(queueUrl, ["All"]),
            AwsJson.Default.QueueAttributesRequest, CallEffect.None, TimeSpan.Zero, cancellation);
        return _client.Read(answer, AwsJson.Default.QueueAttributesReply).Attributes is { Count: > 0 } attributes
            ? attributes
            : throw _client.Faults.Malformed(answer, "the answer has no attributes");
    }

    /// <summary>URLs of queues of this account and region, up to a thousand.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var answer = await _client.CallAsync(
            "list the queues", "ListQueues", new ListQueuesRequest(), AwsJson.Default.ListQueuesRequest, CallEffect.None, TimeSpan.Zero, cancellation);
        return _client.Read(answer, AwsJson.Default.ListQueuesReply).QueueUrls ?? [];
    }

    /// <summary>The URL of a queue of this account by its name; a URL is returned as it is.</summary>
    public async Task<string> FindUrlAsync(string nameOrUrl, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(nameOrUrl);
        if (nameOrUrl.Contains("://", StringComparison.Ordinal))
        {
            return nameOrUrl;
        }

        var answer = await _client.CallAsync(
            $"find queue {nameOrUrl}", "GetQueueUrl", new QueueUrlRequest(nameOrUrl), AwsJson.Default.QueueUrlRequest, CallEffect.None, TimeSpan.Zero, cancellation);
        return _client.Read(answer, AwsJson.Default.QueueUrlReply).QueueUrl is { Length: > 0 } url
            ? url
            : throw _client.Faults.Malformed(answer, "the answer has no URL");
    }

    private bool IsWhole(MessageRow row)
    {
        if (string.IsNullOrEmpty(row.ReceiptHandle) || row.Body is null)
        {
            // Nothing to work with, and nothing to delete it by.
            return false;
        }

#pragma warning disable CA5351 // The service names this digest; it finds damage and protects from nobody.
        var digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(row.Body)));
#pragma warning restore CA5351
        if (row.Md5OfBody is not null && !digest.Equals(row.Md5OfBody, StringComparison.OrdinalIgnoreCase))
        {
            _log.MessageDamaged(row.MessageId ?? "");
            return false;
        }

        return true;
    }

    private static long? Number(MessageRow row, string attribute)
        => row.Attributes?.GetValueOrDefault(attribute) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A message out of a queue.</summary>
/// <param name="Handle">What it is deleted and hidden by; each receive gives it another one.</param>
/// <param name="Receives">How often it was received, this time included; null where the server does not tell.</param>
public sealed record QueueMessage(string Id, string Handle, string Body, int? Receives, DateTimeOffset? SentAt);
