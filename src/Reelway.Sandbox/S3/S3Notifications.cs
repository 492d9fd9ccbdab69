using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Sqs;

namespace Reelway.Sandbox.S3;

/// <summary>Which queues are told of which objects of a bucket.</summary>
internal sealed class S3Notifications(SqsWorld queues, AwsSandboxOptions account, TimeProvider time)
{
    private long _sequence = 0x0055AED6DCD90281;

    private sealed record Rule(string Id, string QueueArn, IReadOnlyList<string> Events, string Prefix, string Suffix);

    /// <summary>Refuses what S3 refuses: a queue that is not there, that is FIFO or that S3 may not send to.</summary>
    public void Check(XElement configuration)
    {
        foreach (var rule in Rules(configuration))
        {
            var queue = queues.FindByArn(rule.QueueArn);
            if (queue is null || queue.IsFifo || !MaySend(queue))
            {
                throw new AwsException("InvalidArgument", "Unable to validate the following destination configurations");
            }

            if (rule.Events.Count == 0 || rule.Events.Any(name => !name.StartsWith("s3:", StringComparison.Ordinal)))
            {
                throw new AwsException("InvalidArgument", "The event is not supported for notifications");
            }
        }
    }

    /// <summary>The test message that follows each saved configuration.</summary>
    public void Test(string bucket, XElement configuration)
    {
        foreach (var rule in Rules(configuration))
        {
            Send(rule, new JsonObject
            {
                ["Service"] = "Amazon S3",
                ["Event"] = "s3:TestEvent",
                ["Time"] = Now(),
                ["Bucket"] = bucket,
                ["RequestId"] = "5582815E1AEA5ADF",
                ["HostId"] = "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR",
            });
        }
    }

    /// <param name="name">Without <c>s3:</c>, as events spell it.</param>
    public void Announce(XElement? configuration, string name, SandboxObject what, bool twice)
    {
        var sequencer = Interlocked.Add(ref _sequence, 0x10).ToString("X16", CultureInfo.InvariantCulture);
        foreach (var rule in configuration is null ? [] : Rules(configuration))
        {
            if (rule.Events.Any(pattern => Covers(pattern, "s3:" + name))
                && what.Key.StartsWith(rule.Prefix, StringComparison.Ordinal) && what.Key.EndsWith(rule.Suffix, StringComparison.Ordinal))
            {
                for (var time = 0; time < (twice ? 2 : 1); time++)
                {
                    Send(rule, Event(rule, name, what, sequencer));
                }
            }
        }
    }

    private JsonObject Event(Rule rule, string name, SandboxObject what, string sequencer)
    {
        var key = string.Join('/', what.Key.Split('/').Select(WebUtility.UrlEncode));
        var entry = new JsonObject { ["key"] = key };
        if (!name.StartsWith("ObjectRemoved", StringComparison.Ordinal))
        {
            entry["size"] = what.Bytes;
            entry["eTag"] = what.ETag;
        }

        if (what.VersionId is { } version)
        {
            entry["versionId"] = version;
        }

        entry["sequencer"] = sequencer;
        var owner = new JsonObject { ["principalId"] = "A3NL1KOZZKSANDBOX" };
        return new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject
            {
                ["eventVersion"] = "2.1",
                ["eventSource"] = "aws:s3",
                ["awsRegion"] = account.Region,
                ["eventTime"] = Now(),
                ["eventName"] = name,
                ["userIdentity"] = new JsonObject { ["principalId"] = "AWS:AIDASANDBOX" },
                ["requestParameters"] = new JsonObject { ["sourceIPAddress"] = "127.0.0.1" },
                ["responseElements"] = new JsonObject { ["x-amz-request-id"] = "C3D13FE58DE4C810", ["x-amz-id-2"] = "FMyUVURIY8" },
                ["s3"] = new JsonObject
                {
                    ["s3SchemaVersion"] = "1.0",
                    ["configurationId"] = rule.Id,
                    ["bucket"] = new JsonObject { ["name"] = what.Bucket, ["ownerIdentity"] = owner, ["arn"] = $"arn:aws:s3:::{what.Bucket}" },
                    ["object"] = entry,
                },
            }),
        };
    }

    private void Send(Rule rule, JsonObject message)
    {
        if (queues.FindByArn(rule.QueueArn) is { } queue)
        {
            queues.Send(queue, message.ToJsonString(), TimeSpan.Zero);
        }
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool Covers(string pattern, string name)
        => pattern == name || (pattern.EndsWith(":*", StringComparison.Ordinal) && name.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static bool MaySend(SqsQueue queue) => queue.Attribute("Policy") is { } policy
        && policy.Contains("s3.amazonaws.com", StringComparison.Ordinal)
        && (policy.Contains("SendMessage", StringComparison.OrdinalIgnoreCase) || policy.Contains("sqs:*", StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<Rule> Rules(XElement configuration) =>
    [
        .. configuration.Elements().Where(element => element.Name.LocalName == "QueueConfiguration").Select(element => new Rule(
            S3Xml.Text(element, "Id") ?? Guid.NewGuid().ToString(), S3Xml.Text(element, "Queue") ?? "",
            [.. element.Elements().Where(child => child.Name.LocalName == "Event").Select(child => child.Value)],
            Filter(element, "prefix"), Filter(element, "suffix"))),
    ];

    private static string Filter(XElement element, string name) => element.Descendants()
        .Where(child => child.Name.LocalName == "FilterRule" && string.Equals(S3Xml.Text(child, "Name"), name, StringComparison.OrdinalIgnoreCase))
        .Select(child => S3Xml.Text(child, "Value")).FirstOrDefault() ?? "";
}
