using System.IO.Enumeration;
using System.Text.Json;

namespace Reelway.Talks.Sources;

/// <summary>Reads the policy of a queue.</summary>
internal static class QueuePolicy
{
    private const string S3 = "s3.amazonaws.com";

    /// <summary>True when the policy lets S3 send to the queue, as far as it can be told from outside.</summary>
    /// <param name="bucket">The bucket that sends; null for any.</param>
    /// <remarks>Of the conditions only the one on the sender is looked into; a denial that has any condition is taken as not met.</remarks>
    /// <exception cref="JsonException">The policy is no JSON.</exception>
    public static bool LetsS3Send(string policy, string queueArn, string? bucket)
    {
        using var document = JsonDocument.Parse(policy);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Statement", out var statements))
        {
            return false;
        }

        var about = Each(statements).Where(statement => statement.ValueKind == JsonValueKind.Object && IsAboutSending(statement, queueArn)).ToList();
        return about.Any(statement => Texts(statement, "Effect").Contains("Allow") && TakesFrom(statement, queueArn, bucket))
            && !about.Any(statement => Texts(statement, "Effect").Contains("Deny") && !statement.TryGetProperty("Condition", out _));
    }

    private static bool IsAboutSending(JsonElement statement, string queueArn)
        => IsS3(statement)
            && Texts(statement, "Action").Any(action => Fits(action.ToUpperInvariant(), "SQS:SENDMESSAGE"))
            && (!statement.TryGetProperty("Resource", out _) || Texts(statement, "Resource").Any(resource => Fits(resource, queueArn)));

    /// <summary>Whether a condition on the sender, where there is one, lets the bucket through.</summary>
    private static bool TakesFrom(JsonElement statement, string queueArn, string? bucket)
    {
        if (bucket is null || !statement.TryGetProperty("Condition", out var conditions) || conditions.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        // The bucket's ARN begins like that of the queue: arn:aws, or arn:aws-cn.
        var sender = $"{string.Join(':', queueArn.Split(':').Take(2))}:s3:::{bucket}";
        return conditions.EnumerateObject().Where(condition => condition.Value.ValueKind == JsonValueKind.Object
                && condition.Name is "ArnEquals" or "ArnLike" or "StringEquals" or "StringLike")
            .SelectMany(condition => condition.Value.EnumerateObject())
            .Where(each => each.Name.Equals("aws:SourceArn", StringComparison.OrdinalIgnoreCase))
            .All(each => Each(each.Value).Any(value => value.ValueKind == JsonValueKind.String && Fits(value.GetString()!, sender)));
    }

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static bool IsS3(JsonElement statement)
    {
        if (!statement.TryGetProperty("Principal", out var principal))
        {
            return false;
        }

        return principal.ValueKind == JsonValueKind.Object
            ? Texts(principal, "Service").Contains(S3) || Texts(principal, "AWS").Contains("*")
            : Each(principal).Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == "*");
    }

    private static IEnumerable<string> Texts(JsonElement element, string name) => element.TryGetProperty(name, out var member)
        ? Each(member).Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)
        : [];

    /// <summary>The members of a list; of anything else, it alone.</summary>
    private static JsonElement[] Each(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];
}
