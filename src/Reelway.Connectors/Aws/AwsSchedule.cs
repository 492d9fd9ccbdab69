using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Aws;

/// <summary>A schedule of EventBridge Scheduler.</summary>
/// <param name="At">When it fires at the earliest; null for one that fires again and again, or whose time can't be read.</param>
/// <param name="Window">It fires up to so much later.</param>
/// <param name="Input">What its target gets; empty for nothing.</param>
/// <param name="ModifiedAt">When it was changed last; null where the answer does not say so.</param>
/// <param name="IsDeletedAfterwards">True when it is gone once it has fired.</param>
/// <param name="Whole">All that is known of it.</param>
public sealed partial record AwsSchedule(
    string Name, string Group, bool IsEnabled, string Description, DateTimeOffset? At, TimeSpan Window, string Input, DateTimeOffset? ModifiedAt, bool IsDeletedAfterwards,
    JsonObject Whole)
{
    /// <summary>Reads an answer; null when it is no schedule.</summary>
    public static AwsSchedule? Of(JsonObject whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        return Text(whole, "Name") is not { Length: > 0 } name || Text(whole, "State") is not { } state || Text(whole, "ScheduleExpression") is not { } expression ? null
            : new AwsSchedule(
                name, Text(whole, "GroupName") ?? "default", state == "ENABLED", Text(whole, "Description") ?? "",
                TimeOf(expression, Text(whole, "ScheduleExpressionTimezone") ?? "UTC"),
                whole["FlexibleTimeWindow"] is JsonObject window && Text(window, "Mode") == "FLEXIBLE" && Number(window, "MaximumWindowInMinutes") is { } minutes
                    ? TimeSpan.FromMinutes(Math.Clamp(minutes, 0, 1440)) : TimeSpan.Zero,
                whole["Target"] is JsonObject target ? Text(target, "Input") ?? "" : "",
                Number(whole, "LastModificationDate") is { } seconds and > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : null,
                Text(whole, "ActionAfterCompletion") == "DELETE", whole);
    }

    // A local time that a clock leaves out, or has twice, is read by the offset that holds before the change.
    private static DateTimeOffset? TimeOf(string expression, string zone)
        => OneTime().Match(expression) is { Success: true } match
            && DateTime.TryParseExact(match.Groups["time"].Value, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info)
                ? new DateTimeOffset(local, OffsetOf(info, local)).ToUniversalTime()
                : null;

    private static TimeSpan OffsetOf(TimeZoneInfo zone, DateTime local)
        => zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-3)) : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);

    private static string? Text(JsonObject from, string member) => from[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static double? Number(JsonObject from, string member) => from[member] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    [GeneratedRegex(@"\Aat\((?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OneTime();
}
