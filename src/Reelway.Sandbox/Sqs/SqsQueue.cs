using System.Globalization;
using System.Text.Json;

namespace Reelway.Sandbox.Sqs;

/// <summary>A queue. Everything in it happens under its lock.</summary>
internal sealed class SqsQueue(string name, string arn, string url, IReadOnlyDictionary<string, string> attributes, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<SqsMessage> _messages = [];
    private readonly Dictionary<string, string> _attributes = new(attributes, StringComparer.Ordinal);
    private readonly DateTimeOffset _createdAt = time.GetUtcNow();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _deliveries;

    public string Name { get; } = name;

    public string Arn { get; } = arn;

    public string Url { get; } = url;

    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);

    public IReadOnlyList<SqsMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public string? Attribute(string key)
    {
        lock (_lock)
        {
            return _attributes.GetValueOrDefault(key);
        }
    }

    public void Set(string key, string value)
    {
        lock (_lock)
        {
            _attributes[key] = value;
        }
    }

    public void Add(SqsMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            Announce();
        }
    }

    /// <summary>Delivers what is visible; what was delivered too often goes to the dead-letter queue instead.</summary>
    public IReadOnlyList<SqsMessage> Receive(int most, int? visibilitySeconds, SqsSettings settings, Action<string, SqsMessage> toDeadLetters)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var hidden = TimeSpan.FromSeconds(visibilitySeconds ?? int.Parse(_attributes.GetValueOrDefault("VisibilityTimeout", "30"), CultureInfo.InvariantCulture));
            var visible = _messages.Where(message => message.VisibleAt <= now).ToList();
            if (settings.NewestFirst)
            {
                visible.Reverse();
            }

            var delivered = new List<SqsMessage>();
            foreach (var message in visible)
            {
                if (Redrive() is { } redrive && message.ReceiveCount >= redrive.Most)
                {
                    _messages.Remove(message);
                    toDeadLetters(redrive.Target, message with { VisibleAt = now, ReceiptHandle = null, ReceiveCount = 0, DeadLetterSource = Arn });
                    continue;
                }

                if (delivered.Count == most)
                {
                    break;
                }

                delivered.Add(Deliver(message, settings.DeliverTwice && message.ReceiveCount == 0 ? now : now + hidden, now));
            }

            return delivered;
        }
    }

    /// <summary>Deletes by the handle of the latest delivery; an older one has no effect. False when the handle is none of this queue's.</summary>
    public bool Delete(string handle)
    {
        lock (_lock)
        {
            _messages.RemoveAll(message => message.ReceiptHandle == handle);
            return handle.StartsWith(HandlePrefix, StringComparison.Ordinal);
        }
    }

    /// <summary>Hides a message again, counted from now. False when it is not in flight.</summary>
    public bool ChangeVisibility(string handle, int seconds)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var at = _messages.FindIndex(message => message.ReceiptHandle == handle && message.VisibleAt > now);
            if (at < 0)
            {
                return false;
            }

            _messages[at] = _messages[at] with { VisibleAt = now.AddSeconds(seconds) };
            Announce();
            return true;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
        }
    }

    /// <summary>Ends when a message comes or can be seen again, at the latest at the given time.</summary>
    public async Task WaitAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        Task changed;
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            changed = _changed.Task;
            wait = _messages.Select(message => message.VisibleAt).Append(until).Min() - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(changed, Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The attributes as the service tells them: all are strings, and the counters are among them.</summary>
    public IReadOnlyDictionary<string, string> AllAttributes()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var seconds = _createdAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["QueueArn"] = Arn,
                ["CreatedTimestamp"] = seconds,
                ["LastModifiedTimestamp"] = seconds,
                ["VisibilityTimeout"] = "30",
                ["MessageRetentionPeriod"] = "345600",
                ["DelaySeconds"] = "0",
                ["ReceiveMessageWaitTimeSeconds"] = "0",
                ["MaximumMessageSize"] = "1048576",
                ["ApproximateNumberOfMessages"] = _messages.Count(message => message.VisibleAt <= now).ToString(CultureInfo.InvariantCulture),
                ["ApproximateNumberOfMessagesNotVisible"] = _messages.Count(message => message.VisibleAt > now).ToString(CultureInfo.InvariantCulture),
                ["ApproximateNumberOfMessagesDelayed"] = "0",
            };
            if (IsFifo)
            {
                all["FifoQueue"] = "true";
            }

            foreach (var (key, value) in _attributes)
            {
                all[key] = value;
            }

            return all;
        }
    }

    private string HandlePrefix => $"AQEB{SqsMessage.Md5(Arn)[..12]}";

    private SqsMessage Deliver(SqsMessage message, DateTimeOffset visibleAt, DateTimeOffset now)
    {
        var delivered = message with
        {
            ReceiveCount = message.ReceiveCount + 1,
            VisibleAt = visibleAt,
            FirstReceivedAt = message.FirstReceivedAt ?? now,
            ReceiptHandle = $"{HandlePrefix}/{++_deliveries:x}/{Guid.NewGuid():N}",
            OldHandles = message.ReceiptHandle is { } old ? [.. message.OldHandles, old] : message.OldHandles,
        };
        _messages[_messages.IndexOf(message)] = delivered;
        return delivered;
    }

    private (string Target, int Most)? Redrive()
    {
        if (!_attributes.TryGetValue("RedrivePolicy", out var policy))
        {
            return null;
        }

        using var json = JsonDocument.Parse(policy);
        var most = json.RootElement.GetProperty("maxReceiveCount");
        // A number and a numeric string both occur.
        return (json.RootElement.GetProperty("deadLetterTargetArn").GetString()!, int.Parse(most.ToString(), CultureInfo.InvariantCulture));
    }

    private void Announce()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
