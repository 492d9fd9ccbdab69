using System.IO.Enumeration;
using System.Text.Json;

namespace Reelway.Intake;

/// <summary>Reads the policy of a queue.</summary>
internal static class QueuePolicy
{
    /// <summary>The service that sends what a bucket tells a queue itself.</summary>
    public const string S3 = "s3.amazonaws.com";

    /// <summary>The service that sends what a topic tells its subscribers.</summary>
    public const string Topics = "sns.amazonaws.com";

    /// <summary>The service that sends what a rule of EventBridge tells its targets.</summary>
    public const string EventBridge = "events.amazonaws.com";

    /// <summary>True when the policy lets S3 send to the queue, as far as it can be told from outside.</summary>
    /// <param name="bucket">The bucket that sends; null for any.</param>
    /// <exception cref="JsonException">The policy is not valid JSON.</exception>
    public static bool LetsS3Send(string policy, string queueArn, string? bucket)
        // The bucket's ARN begins like that of the queue: arn:aws, or arn:aws-cn.
        => LetsSend(policy, queueArn, S3, bucket is null ? null : $"{string.Join(':', queueArn.Split(':').Take(2))}:s3:::{bucket}");

    /// <summary>True when the policy lets a service send to the queue, as far as it can be told from outside.</summary>
    /// <param name="sender">ARN of what it sends for; null for any.</param>
    /// <remarks>Of the conditions only the one on the sender is looked into; a denial that has any condition is taken as not met.</remarks>
    /// <exception cref="JsonException">The policy is not valid JSON.</exception>
    public static bool LetsSend(string policy, string queueArn, string service, string? sender)
    {
        using var document = JsonDocument.Parse(policy);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Statement", out var statements))
        {
            return false;
        }

        var about = Each(statements).Where(statement => statement.ValueKind == JsonValueKind.Object && IsAboutSending(statement, queueArn, service)).ToList();
        return about.Any(statement => Texts(statement, "Effect").Contains("Allow") && TakesFrom(statement, sender))
            && !about.Any(statement => Texts(statement, "Effect").Contains("Deny") && !statement.TryGetProperty("Condition", out _));
    }

    private static bool IsAboutSending(JsonElement statement, string queueArn, string service)
        => IsFor(statement, service)
            && Texts(statement, "Action").Any(action => Fits(action.ToUpperInvariant(), "SQS:SENDMESSAGE"))
            && (!statement.TryGetProperty("Resource", out _) || Texts(statement, "Resource").Any(resource => Fits(resource, queueArn)));

    /// <summary>Whether a condition on the sender, where there is one, lets it through.</summary>
    private static bool TakesFrom(JsonElement statement, string? sender)
    {
        if (sender is null || !statement.TryGetProperty("Condition", out var conditions) || conditions.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        return conditions.EnumerateObject().Where(condition => condition.Value.ValueKind == JsonValueKind.Object
                && condition.Name is "ArnEquals" or "ArnLike" or "StringEquals" or "StringLike")
            .SelectMany(condition => condition.Value.EnumerateObject())
            .Where(each => each.Name.Equals("aws:SourceArn", StringComparison.OrdinalIgnoreCase))
            .All(each => Each(each.Value).Any(value => value.ValueKind == JsonValueKind.String && Fits(value.GetString()!, sender)));
    }

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static bool IsFor(JsonElement statement, string service)
    {
        if (!statement.TryGetProperty("Principal", out var principal))
        {
            return false;
        }

        return principal.ValueKind == JsonValueKind.Object
            ? Texts(principal, "Service").Contains(service) || Texts(principal, "AWS").Contains("*")
            : Each(principal).Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == "*");
    }

    private static IEnumerable<string> Texts(JsonElement element, string name) => element.TryGetProperty(name, out var member)
        ? Each(member).Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)
        : [];

    /// <summary>The members of a list; of anything else, it alone.</summary>
    private static JsonElement[] Each(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];
}
