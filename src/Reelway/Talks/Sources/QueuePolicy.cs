using System.Text.Json;

namespace Reelway.Talks.Sources;

/// <summary>Reads the policy of a queue.</summary>
internal static class QueuePolicy
{
    private const string S3 = "s3.amazonaws.com";

    /// <summary>True when a statement allows S3 to send. Conditions are not looked into.</summary>
    /// <exception cref="JsonException">The policy is no JSON.</exception>
    public static bool LetsS3Send(string policy)
    {
        using var document = JsonDocument.Parse(policy);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Statement", out var statements)
            && Each(statements).Any(statement => statement.ValueKind == JsonValueKind.Object
                && Texts(statement, "Effect").Contains("Allow") && IsS3(statement)
                && Texts(statement, "Action").Any(action => action is "*" || action.Equals("sqs:*", StringComparison.OrdinalIgnoreCase)
                    || action.Equals("sqs:SendMessage", StringComparison.OrdinalIgnoreCase)));
    }

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
