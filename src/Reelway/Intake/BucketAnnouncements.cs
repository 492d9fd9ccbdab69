using System.Text.Json;
using Reelway.Connectors.Aws;
using Reelway.Frame.Doctor;

namespace Reelway.Intake;

/// <summary>Judges whether a queue learns of a bucket's new objects: from the bucket itself, by way of a topic (SNS) or of EventBridge.</summary>
internal sealed class BucketAnnouncements(string bucket, string queueArn, BucketNotifications told)
{
    /// <summary>How objects come into being; a bucket that leaves one out never tells of what came that way.</summary>
    private static readonly (string Event, string Means)[] Ways =
    [
        ("s3:ObjectCreated:Put", "what is uploaded in one piece"),
        ("s3:ObjectCreated:Post", "what is uploaded by a browser's form"),
        ("s3:ObjectCreated:Copy", "what is copied there"),
        ("s3:ObjectCreated:CompleteMultipartUpload", "what is uploaded in parts, as most programs do with large recordings"),
    ];

    private const string Pattern = """{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["BUCKET"]}}}""";

    private readonly string _what = $"bucket {bucket}";
    private readonly List<BucketNotification> _own = [.. told.Queues.Where(rule => rule.Target == queueArn)];
    private readonly List<BucketNotification> _topics = [.. told.Topics.Where(TellsOfNew)];

    /// <summary>True when the bucket tells the queue itself, or tells nobody who could pass it on.</summary>
    public bool IsDirect => _own.Count > 0 || (_topics.Count == 0 && !told.EventBridge);

    /// <summary>What is well, and what is missing.</summary>
    /// <param name="policy">The queue's policy; null when it has none.</param>
    public IReadOnlyList<Finding> Judge(string? policy)
    {
        if (_own.Count > 0)
        {
            return Complete(_own, "It sends all new objects to the queue.");
        }

        if (_topics.Count > 0)
        {
            return [.. _topics.GroupBy(rule => rule.Target).SelectMany(topic => Complete([.. topic], $"It notifies the topic {topic.Key} of all new objects.").Append(Topic(topic.Key, policy)))];
        }

        return told.EventBridge ? [EventBridge(policy)] : [Nobody()];
    }

    private Finding Topic(string topic, string? policy) => Relay(
        "topic", $"It notifies the topic {topic} (SNS), and not the queue itself.",
        QueuePolicy.Topics, topic, policy,
        "Subscribe the queue to the topic, with or without raw delivery; or notify the queue itself on s3:ObjectCreated:*.");

    private Finding EventBridge(string? policy) => Relay(
        "EventBridge", "It notifies EventBridge, and not the queue itself.",
        QueuePolicy.EventBridge, sender: null, policy,
        "Make a rule with the queue as its target and the pattern " + Pattern.Replace("BUCKET", bucket, StringComparison.Ordinal)
            + "; or notify the queue itself on s3:ObjectCreated:*.");

    /// <summary>A way whose last part can't be seen from here: it works when somebody has set it up.</summary>
    private Finding Relay(string by, string detail, string service, string? sender, string? policy, string remedy)
    {
        var name = $"{_what}, {by}";
        if (Lets(policy, service, sender))
        {
            return Finding.Warn(name, $"{detail} Whether it is passed on to {queueArn} can't be seen from here.", remedy);
        }

        var condition = sender is null ? "" : $", with {sender} as condition aws:SourceArn";
        return Finding.Fail(
            name, $"{detail} The queue's policy does not let {service} send to it.", $"Allow {service} the action sqs:SendMessage on {queueArn}{condition}. {remedy}");
    }

    private Finding Nobody()
    {
        var others = told.Functions.Where(TellsOfNew).Select(rule => rule.Target).Concat(told.Queues.Where(TellsOfNew).Select(rule => rule.Target)).Distinct().ToList();
        return Finding.Fail(
            _what, $"It does not send to {queueArn}{(others.Count > 0 ? $", but to {string.Join(", ", others)}" : "")}.",
            "Add a notification on s3:ObjectCreated:* to it; saving replaces all of the bucket's notifications, so keep the others.");
    }

    private List<Finding> Complete(List<BucketNotification> rules, string well)
    {
        var missing = Ways.Where(way => !rules.Any(rule => rule.Events.Any(name => Covers(name, way.Event)))).ToList();
        var filters = rules.Where(rule => rule.Prefix.Length + rule.Suffix.Length > 0).Select(rule => $"{rule.Prefix}*{rule.Suffix}").ToList();
        var findings = new List<Finding>
        {
            missing.Count == 0
                ? Finding.Ok(_what, well)
                : Finding.Fail(
                    _what, $"It never announces {string.Join("; nor of ", missing.Select(way => $"{way.Means} ({way.Event})"))}.", "Notify on s3:ObjectCreated:* instead."),
        };
        if (filters.Count > 0)
        {
            findings.Add(Finding.Warn($"{_what}, filters", $"Only keys like {string.Join(" or ", filters)} are announced; case counts.", "See that all recordings are called so."));
        }

        return findings;
    }

    private bool Lets(string? policy, string service, string? sender)
    {
        try
        {
            return !string.IsNullOrEmpty(policy) && QueuePolicy.LetsSend(policy, queueArn, service, sender);
        }
        catch (JsonException)
        {
            // No JSON lets nobody in.
            return false;
        }
    }

    private static bool TellsOfNew(BucketNotification rule) => rule.Events.Any(name => Ways.Any(way => Covers(name, way.Event)));

    private static bool Covers(string pattern, string name)
        => pattern == name || (pattern.EndsWith(":*", StringComparison.Ordinal) && name.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
