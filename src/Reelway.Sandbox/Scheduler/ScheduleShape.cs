using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.Scheduler;

/// <summary>What a schedule must look like.</summary>
internal static partial class ScheduleShape
{
    public static bool IsName(string name) => NameShape().IsMatch(name);

    /// <summary>When a one-time schedule fires first; null for one that comes again.</summary>
    public static DateTimeOffset? TimeOf(string expression, string zone)
    {
        if (OneTime().Match(expression) is not { Success: true } match)
        {
            return null;
        }

        var local = DateTime.ParseExact(match.Groups["time"].Value, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return new DateTimeOffset(local, info.GetUtcOffset(local));
    }

    /// <exception cref="AwsException">It is none.</exception>
    public static void Check(string name, JsonObject body)
    {
        var window = body["FlexibleTimeWindow"] as JsonObject;
        var target = body["Target"] as JsonObject;
        var problem = body switch
        {
            _ when !IsName(name) => "name must satisfy [0-9a-zA-Z-_.]{1,64}",
            _ when (string?)body["ScheduleExpression"] is not { Length: >= 1 and <= 256 } => "scheduleExpression must not be null",
            _ when !Expression().IsMatch((string)body["ScheduleExpression"]!) => "Invalid Schedule Expression.",
            _ when !IsTime((string)body["ScheduleExpression"]!) => "Invalid Schedule Expression.",
            _ when !TimeZoneInfo.TryFindSystemTimeZoneById((string?)body["ScheduleExpressionTimezone"] ?? "UTC", out var _) => "Provided scheduleExpressionTimezone is not supported.",
            _ when window is null => "flexibleTimeWindow must not be null",
            _ when (string?)window["Mode"] is not ("OFF" or "FLEXIBLE") => "mode must satisfy OFF or FLEXIBLE",
            _ when (string?)window["Mode"] == "FLEXIBLE" && (int?)window["MaximumWindowInMinutes"] is not (>= 1 and <= 1440) => "maximumWindowInMinutes must be 1 to 1440",
            _ when target is null || (string?)target["Arn"] is not { Length: > 0 } || (string?)target["RoleArn"] is not { Length: > 0 } => "target must have arn and roleArn",
            _ when (string?)target["Input"] is { } input && !((string)target["Arn"]!).Contains(":sqs:", StringComparison.Ordinal) && !IsJson(input) => "Invalid JSON in target.input",
            _ when (string?)body["State"] is not (null or SandboxSchedule.Enabled or SandboxSchedule.Disabled) => "state must satisfy ENABLED or DISABLED",
            _ when (string?)body["ActionAfterCompletion"] is not (null or "NONE" or "DELETE") => "actionAfterCompletion must satisfy NONE or DELETE",
            _ when (string?)body["Description"] is { Length: > 512 } => "description must have length less than or equal to 512",
            _ when (string?)body["ClientToken"] is { Length: > 64 } => "clientToken must have length less than or equal to 64",
            // Only GetSchedule answers with them.
            _ when body.ContainsKey("Arn") || body.ContainsKey("CreationDate") => "unknown members",
            _ => null,
        };
        if (problem is not null)
        {
            throw new AwsException("ValidationException", problem);
        }
    }

    private static bool IsTime(string expression)
        => !expression.StartsWith("at(", StringComparison.Ordinal) || OneTime().Match(expression) is { Success: true } match
            && DateTime.TryParseExact(match.Groups["time"].Value, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[0-9a-zA-Z_.-]{1,64}\z")]
    private static partial Regex NameShape();

    [GeneratedRegex(@"\A(at\([^)]+\)|rate\([1-9][0-9]* (minute|hour|day)s?\)|cron\(([^ )]+ ){5}[^ )]+\))\z")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\Aat\((?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})\)\z")]
    private static partial Regex OneTime();
}
